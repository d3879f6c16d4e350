using System.Reflection;
using CsEngage.Store.Audit;
using CsEngage.Store.People;
using CsEngage.Store.Protection;
using CsEngage.Store.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CsEngage.Store;

public static class StoreRegistration
{
    /// <summary>
    /// Every public class of this room whose constructor takes the <see cref="Database"/>, with or without the <see cref="SettingsBook"/>,
    /// becomes a singleton, so a new noun needs no line here. Call <see cref="Database.Upgrade"/> before the first use.
    /// </summary>
    public static IServiceCollection AddStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => Database.Open(connectionString));
        services.AddSingleton(provider => provider.GetRequiredService<Database>().WakeUp);
        services.AddSingleton(provider => new SettingsBook(provider.GetRequiredService<Database>(), provider.GetService<IConfiguration>()));
        foreach (var type in typeof(StoreRegistration).Assembly.GetExportedTypes().Where(TakesTheDatabase)) services.AddSingleton(type);

        // Every page with a form reads one protected text and writes one: in one pass, not encrypted and then hashed. What older keys protected stays readable.
        services.AddDataProtection().SetApplicationName("cs-engage").UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new ProtectionKeys(provider.GetRequiredService<Database>())));
        return services;
    }

    /// <summary>Identity's user store for staff; the host adds Identity itself and chooses its options.</summary>
    public static IdentityBuilder AddStaffStore(this IdentityBuilder identity)
    {
        identity.Services.AddScoped<IUserStore<Staff>>(provider =>
            new StaffStore(provider.GetRequiredService<Database>(), provider.GetService<IdentityErrorDescriber>() ?? new IdentityErrorDescriber()));
        identity.Services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        return identity;
    }

    static bool TakesTheDatabase(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(SettingsBook) && type.GetConstructors() is [var only]
        && only.GetParameters() is [{ ParameterType: var first }, ..] wanted && first == typeof(Database)
        && wanted.All(parameter => parameter.ParameterType == typeof(Database) || parameter.ParameterType == typeof(SettingsBook));
}
