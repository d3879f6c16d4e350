using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Health;
using CsEngage.Engine.Recipes;
using CsEngage.Store;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Store.Definitions;
using CsEngage.Store.Health;
using CsEngage.Store.Journeys;
using CsEngage.Store.People;
using CsEngage.Store.Plays;
using CsEngage.Store.Recipes;
using CsEngage.Store.Settings;
using CsEngage.Store.Signals;
using CsEngage.Store.Touches;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Desk;

/// <summary>
/// The whole host over a fresh file with the shipped onboarding programme and three accounts of its CSM: Northwind is renewing and going
/// quiet, Tailspin is in its first week, Contoso is well. A fourth belongs to somebody else. Journeys, scores and plays are computed by the
/// production code from signals.
/// </summary>
public sealed partial class DeskHouse : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Password = "correct horse battery";
    readonly string folder = Directory.CreateTempSubdirectory("engage-desk-").FullName;

    public DateTimeOffset Now { get; } = DateTimeOffset.UtcNow;

    public Guid Northwind { get; private set; }

    public Guid Tailspin { get; private set; }

    public Guid Contoso { get; private set; }

    public Guid Elsewhere { get; private set; }

    public Dictionary<string, Guid> People { get; } = new(StringComparer.Ordinal);

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Engage:Data", folder);
        // Nobody works in the background here: the house itself scores and advances.
        builder.UseSetting("Engage:Roles", "web");
    }

    /// <summary>A browser signed in as a member of staff: csm, other or author.</summary>
    public async Task<HttpClient> As(string name)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var form = await client.GetStringAsync("/account/sign-in");
        using var answer = await client.PostAsync("/account/sign-in", Form(form, ("Address", $"{name}@operator.example"), ("Password", Password)));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return client;
    }

    /// <summary>Sends a form as the page has it: with the token of that page.</summary>
    public static FormUrlEncodedContent Form(string page, params (string Name, string Value)[] fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("form_token", WebUtility.HtmlDecode(Token().Match(page).Groups["token"].Value))]);

    public async Task InitializeAsync()
    {
        using (CreateClient()) { }
        var csm = await Hire("csm", StaffRole.Csm, "佐藤 悠希");
        var other = await Hire("other", StaffRole.Csm, "Clara Winter");
        await Hire("author", StaffRole.Author, "Nomura Aya");
        await Hire("admin", StaffRole.Admin, "Ishida Ken");
        await new RecipeBook(new RecipeFolders(Recipes(), Path.Combine(folder, "media")), Get<RecipeShelf>(), Get<DefinitionShelf>(), Get<ContentShelf>(), Get<MediaShelf>()).Apply("saas-onboarding", "test", Now);

        Northwind = await Account("Northwind", "enterprise", "high", "adopting", csm, 400, 84, 4_800_000, [("佐藤", "花", "champion"), ("Lind", "Bo", "organizer"), ("Okafor", "Ada", "member"), ("Ruiz", "Eva", "member")]);
        Tailspin = await Account("Tailspin", "business", "low", "onboarding", csm, 9, 356, 1_200_000, [("Weber", "Jan", "organizer"), ("田中", "実", "member")]);
        Contoso = await Account("Contoso", "business", "low", "adopting", csm, 300, 150, 2_400_000, [("Moreau", "Léa", "champion"), ("Nowak", "Piotr", "member")]);
        Elsewhere = await Account("Fabrikam", "starter", "tech", "adopting", other, 200, 40, 300_000, [("Silva", "Rita", "organizer")]);

        foreach (var (account, days, quietSince) in new[] { (Northwind, 120, 23), (Contoso, 120, 0), (Elsewhere, 120, 2) }) await Live(account, days, quietSince);
        await Start(Tailspin, 9);
        await Start(Northwind, 110);
        foreach (var account in new[] { Northwind, Tailspin, Contoso, Elsewhere }) await Score(account);
        await Get<CadenceShelf>().Refresh(DateOnly.FromDateTime(Now.UtcDateTime));
        await Work(csm);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    async Task<Guid> Hire(string key, StaffRole role, string name)
    {
        await using var scope = Services.CreateAsyncScope();
        var staff = new Staff { Id = Guid.CreateVersion7(), UserName = $"{key}@operator.example", Email = $"{key}@operator.example", EmailConfirmed = true, Name = name, Roles = role.Key, Locale = "en", CreatedAt = Now };
        (await scope.ServiceProvider.GetRequiredService<UserManager<Staff>>().CreateAsync(staff, Password)).Succeeded.ShouldBeTrue();
        return staff.Id;
    }

    async Task<Guid> Account(string name, string tier, string model, string lifecycle, Guid csm, int age, int renewsIn, long arr, (string Family, string Given, string Role)[] people)
    {
        var since = Now.AddDays(-age);
        // Days are counted where the account is; late in the day in UTC that is tomorrow.
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")).DateTime);
        var account = new Core.Account(Guid.CreateVersion7(), name.ToLowerInvariant(), name, null, tier, lifecycle, model, csm, "JP", "Asia/Tokyo", "en", null, since, ImmutableSortedDictionary<string, AttributeValue>.Empty);
        await Get<AccountBook>().Put(account, new Edit(since, since, "test"));
        foreach (var (family, given, role) in people)
        {
            var address = $"{given}.{name}@example.com".ToLowerInvariant();
            var contact = new Contact(Guid.CreateVersion7(), ContactBook.Normalised(address), address, family, given, null, null, null, "en", null);
            await Get<ContactBook>().Put(contact, since);
            var membership = new Membership(Guid.CreateVersion7(), account.Id, contact.Id, $"{name}-{given}".ToLowerInvariant(), [role], null, null, role == "organizer", since, null);
            await Get<ContactBook>().Put(membership, new Edit(since, since, "test"));
            People[$"{name}/{given}"] = membership.Id;
        }
        await Get<PortalBook>().Put(new Store.Content.Portal(Guid.CreateVersion7(), account.Id, name.ToLowerInvariant(), name, IsDefault: true, model == "high" ? "high-touch" : "tech-touch", 1, "{}", null, "verified", [], [], since));
        await Get<ContractBook>().Put(new Contract(Guid.CreateVersion7(), account.Id, "c1", null, ["reports"], today.AddDays(renewsIn - 364), today.AddDays(renewsIn), today.AddDays(renewsIn - 30), false, arr * 10_000, "year", "JPY", "active", null), new Edit(since, since, "test"));
        return account.Id;
    }

    /// <summary>People come and read reports; from some day on nobody does.</summary>
    async Task Live(Guid account, int days, int quietSince)
    {
        var signals = new List<Signal>();
        var members = await Get<ContactBook>().At(account);
        for (var day = days; day > Math.Max(quietSince, 0); day--)
            foreach (var (member, at) in members.Select((member, at) => (member, at)))
                if ((day + at) % (2 + at) == 0 && !(quietSince > 0 && day < quietSince + 20 && at > 0))
                {
                    var moment = Now.AddDays(-day).AddMinutes(-7 * at);
                    signals.Add(Made(account, member, "portal.visited", moment, "portal:x"));
                    signals.Add(Made(account, member, "report.viewed", moment.AddMinutes(1), null));
                    if (day % 31 == 0) signals.Add(Made(account, member, "guide.viewed", moment.AddMinutes(2), "guide:first-report"));
                    if (day % 31 == 0 && at == 0) signals.Add(Made(account, member, "guide.read", moment.AddMinutes(6), "guide:first-report") with { Value = 240 });
                }
        await Get<SignalLog>().Append(signals);
    }

    async Task Start(Guid account, int age)
    {
        var entered = Now.AddDays(-age);
        var members = await Get<ContactBook>().At(account);
        await Get<SignalLog>().Append(
        [
            Made(account, null, "workspace.created", entered.AddHours(3), null),
            .. members.Take(1).Select(member => Made(account, member, "contact.signed-in", entered.AddHours(5), null)),
            .. members.Take(1).Select(member => Made(account, member, "guide.viewed", entered.AddHours(5).AddMinutes(2), "guide:set-up-your-workspace")),
            .. members.Take(1).Select(member => Made(account, member, "guide.completed", entered.AddHours(6), "guide:set-up-your-workspace") with { Value = 300 }),
        ]);
        var version = (await Get<DefinitionShelf>().InForce("journey")).Single(one => one.Key == "onboarding");
        var journey = Journey.Parse(version.Json) with { Version = version.Number };
        var found = (await Get<AccountBook>().Find(account))!.Value;
        var calendars = Calendars.Same(Calendar.Of(found.Zone, found.Country));
        var started = journey.Enter(Guid.CreateVersion7(), account, null, 1, entered, "salt");
        (await Get<EnrollmentBook>().Save(started, 0, Now)).ShouldBeTrue();
        var facts = Facts.Of((await Get<FactShelf>().Load(account, null, entered))!);
        (await Get<EnrollmentBook>().Save(journey.Advance(started.Enrollment, facts, Now, calendars), 1, Now)).ShouldBeTrue();
    }

    async Task Score(Guid account)
    {
        var board = new ScoreBoard(new CardBook(Get<DefinitionShelf>(), Get<WakeUp>()), Get<FactShelf>(), Get<ScoreShelf>(), Get<SettingsBook>());
        await board.Score(account, Now.AddDays(-60));
        await board.Score(account, Now);
    }

    /// <summary>Work in hand: an urgent play that is overdue, a touch that waits for a look, one that was skipped, one that is held.</summary>
    async Task Work(Guid csm)
    {
        // What the journey asked for months ago has been done since, and what it would have sent is too late.
        foreach (var old in await Get<PlayBook>().Of(Northwind)) await Get<PlayBook>().Close(Northwind, old.Id, new PlayClosing("by-itself", "reached", null, null, old.OpenedAt.AddDays(3)));
        foreach (var old in await Get<TouchBook>().Of(Northwind)) await Get<TouchBook>().Stop(Northwind, old.Touch.Id, "policy", SkipReason.TooLate, Now.AddDays(-90));
        await Get<PlayBook>().Open(new NewPlay("win-back", "win-back-the-champion", Northwind, People["Northwind/花"], Now.AddDays(-5), Now.AddDays(-2), Cause.Of("rule", "play"), null, ByRule: true, csm));
        await Get<NoteBook>().Put(new Note(Guid.CreateVersion7(), Northwind, null, "note", null, null, "Hana is on leave until May.\nHer colleague Bo takes over the weekly report.", null, csm, Now.AddDays(-6), null, []));
        var touches = Get<TouchBook>();
        foreach (var (who, id) in new[] { ("Northwind/Bo", "review"), ("Northwind/Ada", "skipped"), ("Northwind/Eva", "held") })
        {
            var touch = new Touch($"desk/{id}/{People[who]:D}", Northwind, People[who], "mail", "shall-we-help", null, Now.AddHours(-1), AsCsm: true, null, LateSending.Default, null, IsGhost: false, null, LowPriority: false, Cause.Of("staff", "test"));
            await touches.Plan(touch, Now.AddHours(-1));
            var line = (await touches.Find(Northwind, touch.Id))!;
            await touches.Decide(line, id switch
            {
                "review" => new TouchDecision.Review(11, Now.AddHours(3), []),
                "skipped" => new TouchDecision.Skip(7, SkipReason.TopicOff, [new("topic", "onboarding")]),
                _ => new TouchDecision.Hold(10, HoldReason.QuietHours, Now.AddHours(9), []),
            }, Now);
        }
    }

    static Signal Made(Guid account, Member? member, string kind, DateTimeOffset at, string? subject)
    {
        var id = $"{kind}/{member?.Membership.Id}/{subject}/{at.ToUnixTimeMilliseconds()}";
        var cut = SignalTime.Cut(at);
        return new Signal(SignalKey.Of(cut, id), id, kind, cut, cut, cut, account, member?.Membership.Id, Subject: subject, Source: "test");
    }

    static string Recipes()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "CsEngage.sln"))) at = at.Parent;
        return Path.Combine(at.FullName, "recipes");
    }

    [GeneratedRegex("name=\"csrf\" content=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

[CollectionDefinition("desk")]
public sealed class DeskCollection : ICollectionFixture<DeskHouse>;
