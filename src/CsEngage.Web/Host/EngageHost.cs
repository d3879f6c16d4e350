using System.Text.Encodings.Web;
using System.Text.Unicode;
using CsEngage.Engine.Drains;
using CsEngage.Store;
using CsEngage.Web.Account;
using CsEngage.Web.Admin.Import;
using CsEngage.Web.Admin.Mailbox;
using CsEngage.Web.Desk;
using CsEngage.Web.Api;
using CsEngage.Web.Api.Hooks;
using CsEngage.Web.Host.Metrics;
using CsEngage.Web.Portal;
using CsEngage.Web.Portal.Themes;
using CsEngage.Web.Shared;
using CsEngage.Web.Studio;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.WebEncoders;

namespace CsEngage.Web.Host;

/// <summary>The host, put together in one place: what it needs, and in which order a request passes through it.</summary>
static class EngageHost
{
    public static async Task<int> Serve(string[] args)
    {
        await using var app = Build(args);
        Listening.Check(app.Configuration["urls"]);
        await app.Services.GetRequiredService<Database>().Upgrade();
        await RecipeServices.ApplyFirst(app.Services, app.Services.GetRequiredService<Settings>());
        await app.Services.GetRequiredService<FirstStart>().Prepare(app);
        await app.RunAsync();
        return 0;
    }

    public static WebApplication Build(string[] args)
    {
        var builder = Begin(args);
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        var settings = Settings.Read(builder.Configuration, builder.Environment);
        AddServices(builder.Services, settings, builder.Environment);
        var app = builder.Build();
        Arrange(app, settings);
        return app;
    }

    // The framework says so with a trace of its own calls; whoever mistyped a folder wants its name.
    static WebApplicationBuilder Begin(string[] args)
    {
        var root = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build()[WebHostDefaults.ContentRootKey];
        return root is null || Directory.Exists(root) ? WebApplication.CreateBuilder(args)
            : throw new SettingException($"--contentRoot is \"{root}\", and there is no such folder. Name the one in which CsEngage.Web.dll stands, or leave it out.");
    }

    static void AddServices(IServiceCollection services, Settings settings, IHostEnvironment environment)
    {
        services.AddSingleton(settings);
        if (settings.HasTestClock) services.AddSingleton(_ => new TestClock(settings.TestClockFrom ?? TimeProvider.System.GetUtcNow())).AddSingleton<TimeProvider>(provider => provider.GetRequiredService<TestClock>());
        else services.AddSingleton(TimeProvider.System);

        services.AddStore(settings.Database);
        services.AddMail();
        services.AddEngine(settings, environment);
        services.AddDoors(settings);
        services.AddLanguages(settings.Locale);
        services.AddPortal();
        services.AddDesk();
        services.AddApi();
        services.AddMailHooks();
        services.AddStudio();
        services.AddMetricsText();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<Brand>();
        services.AddSingleton<StagedTables>();
        services.AddSingleton<MailboxDoor>();
        services.AddHttpContextAccessor();

        // Japanese is written as Japanese, not as numbers of characters.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = settings.IsSecure ? "__Host-form" : "form";
            options.Cookie.SecurePolicy = settings.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = "form_token";
            // The content security policy says who may frame us.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/";
            options.Conventions.Add(new Rooms());
            options.Conventions.AddDoors();
        }).AddViewLocalization().AddDataAnnotationsLocalization(options => options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(Words)));
        services.AddContactForms();
        services.AddRouting(options => { options.LowercaseUrls = true; options.AppendTrailingSlash = false; });
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            // A proxy on this machine is believed, as the framework does; others are named.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in settings.TrustedProxies) options.KnownIPNetworks.Add(proxy);
        });
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
    }

    static void Arrange(WebApplication app, Settings settings)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (settings.IsSecure) app.UseHsts();
        app.UseExceptionHandler("/problem/500");
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.UseRouting();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseHttpsAlone(settings);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UsePortalHome();

        if (settings.IsWeb)
        {
            app.MapStaticAssets().AllowAnonymous();
            app.MapRazorPages().WithStaticAssets();
            app.MapApi();
            app.MapMailHooks();
            app.MapThemeAssets();
            app.MapMedia();
            app.MapBeacon();
        }
        app.MapHealth();
        app.MapMetrics();
        if (settings.HasTestClock) app.MapTestClock();
        // Without this, what does not exist would ask people to sign in.
        app.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).AllowAnonymous();
    }
}
