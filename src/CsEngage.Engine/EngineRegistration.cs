using CsEngage.Core;
using CsEngage.Engine.Accounts;
using CsEngage.Engine.Chores;
using CsEngage.Engine.Content;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Health;
using CsEngage.Engine.Journeys;
using CsEngage.Engine.Plays;
using CsEngage.Engine.Recipes;
using CsEngage.Engine.Sending;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Signals;
using CsEngage.Engine.Touches;
using CsEngage.Store.Health;
using CsEngage.Store.People;
using CsEngage.Store.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CsEngage.Engine;

public static class EngineRegistration
{
    /// <summary>
    /// Everything that acts over time. The host brings the store, a <see cref="TimeProvider"/> and an <see cref="Mail.IMailTransport"/>
    /// (usually <see cref="Outgoing"/>), and adds <see cref="DrainHost"/> where it is a worker.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, EngineOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new RecipeFolders(options.RecipesFolder, options.MediaFolder) { Shipped = options.ShippedRecipes, Themes = options.Themes });
        services.TryAddSingleton<Bodies>();
        services.TryAddSingleton<EngineSecrets>();
        services.TryAddSingleton<Authored>();
        services.TryAddSingleton<GuideCatalogue>();
        services.TryAddSingleton<NextSteps>();
        services.TryAddSingleton<RecipeBook>();
        services.TryAddSingleton<RecipeShelves>();
        services.TryAddSingleton<RecipeAccounts>();
        services.TryAddSingleton<PastShelves>();
        services.TryAddSingleton<LetterBook>();
        services.TryAddSingleton<PastLetters>();
        services.TryAddSingleton<RecipePast>();
        services.TryAddSingleton<SignalIntake>();
        services.TryAddSingleton<AccountImport>();
        services.TryAddSingleton<AccountFields>();
        services.TryAddSingleton<ContactImport>();
        services.TryAddSingleton<TableImport>();
        services.TryAddSingleton<Editions>();
        services.TryAddSingleton<PortalReading>();
        services.TryAddSingleton<Clicks>();
        services.TryAddSingleton<CardBook>();
        services.TryAddSingleton<ScoreBoard>();
        services.TryAddSingleton<Entries>();
        services.TryAddSingleton<AccountLook>();
        services.TryAddSingleton<TouchRecipients>();
        services.TryAddSingleton<TouchDesk>();
        services.TryAddSingleton<SendingWatch>();
        services.TryAddSingleton<OptOut>();
        services.TryAddSingleton<CapturedTransport>();
        services.TryAddSingleton<SendingBook>();
        services.TryAddSingleton<Sender>();
        services.TryAddSingleton<Outgoing>();
        services.TryAddSingleton<Deliverability>();
        services.TryAddSingleton<Returns>();
        services.TryAddSingleton<DrainTable>();
        services.AddSingleton<Drain, PortalDrain>();
        services.AddSingleton<Drain, AdvanceDrain>();
        services.AddSingleton<Drain, DeliverDrain>();
        services.AddSingleton<Drain, MaildirDrain>();
        services.AddSingleton<Drain, ScoreDrain>();
        services.AddSingleton<Drain, ChoreDrain>();
        services.AddSingleton(provider => new NightlyChore("sweep-sign-ins", new TimeOnly(3, 15), async now => $"{await provider.GetRequiredService<SignInTokens>().Sweep(now.AddDays(-1))} links forgotten"));
        services.AddSingleton(provider => new NightlyChore("cadences", new TimeOnly(0, 30), async now =>
            $"{await provider.GetRequiredService<CadenceShelf>().Refresh(OperatorDays.In(await provider.GetRequiredService<SettingsBook>().OperatorZone()).DateOf(now))} habits known"));
        services.AddSingleton(provider => new NightlyChore("sweep-idempotency-keys", new TimeOnly(3, 15), async now => $"{await provider.GetRequiredService<IdempotencyKeys>().Sweep(now.AddDays(-2))} answers forgotten"));
        return services;
    }

    /// <summary>Runs the drains in this process, and a scheduler that knocks at the chores: what makes it a worker.</summary>
    public static IServiceCollection AddDrains(this IServiceCollection services, string connectionString)
    {
        ChoreKnock.Add(services, connectionString);
        return services.AddHostedService<DrainHost>();
    }
}
