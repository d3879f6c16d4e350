using CsEngage.Core;
using CsEngage.Store.Definitions;
using CsEngage.Store.Journeys;
using CsEngage.Store.Signals;

namespace CsEngage.Stories;

/// <summary>Two customers in the middle of their onboarding, for stories about single pages.</summary>
public sealed class StoryHouse : BrowserHouse
{
    protected override async Task Fill()
    {
        var sato = await AddStaff("yuki@hakaria.example", "Sato Yuki", "csm");
        await AddStaff("author@hakaria.example", "Mori Aoi", "author");
        await AddStaff("admin@hakaria.example", "Kato Ren", "admin");
        await Enrol(await AddAccount("Northwind", "northwind", sato,
            ("hana@northwind.example", "佐藤", "花", "ja", "organizer", null), ("ben@northwind.example", "Carter", "Ben", "en", "organizer", null),
            ("mei@northwind.example", "青木", "芽衣", "ja", "organizer", null), ("tom@northwind.example", "Reed", "Tom", "en", "organizer", null)));
        await Enrol(await AddAccount("Tailspin", "tailspin", sato, ("bo@tailspin.example", "Lind", "Bo", "en", "organizer", null),
            ("ida@tailspin.example", "Berg", "Ida", "en", "organizer", null), ("jun@tailspin.example", "森", "潤", "ja", "organizer", null)));
    }

    // In the journey of the recipe since a week ago, with the first checkpoint reached: what the engine would have made of it.
    async Task Enrol(Core.Account account)
    {
        var now = Now;
        var journey = Journey.Parse((await Get<DefinitionShelf>().Version("journey", "onboarding", 1))!.Json);
        var entered = journey.Enter(Guid.CreateVersion7(now), account.Id, null, 1, now.AddDays(-7), "story");
        var first = journey.Checkpoints[0];
        await Get<SignalLog>().Append(DerivedSignal.Of(Cause.Of("story", account.ExternalId), "workspace.created", now.AddDays(-6), now, account.Id));
        var facts = Facts.Of((await Get<FactShelf>().Load(account.Id, null, now.AddDays(-7)))!);
        var advanced = journey.Advance(entered.Enrollment, facts, now, Calendars.Same(Calendar.Utc));
        advanced.Enrollment.Find(first.Key).ShouldNotBeNull();
        (await Get<EnrollmentBook>().Save(advanced, 0, now)).ShouldBeTrue();
    }
}

[CollectionDefinition("house")]
public sealed class StoryHouseCollection : ICollectionFixture<StoryHouse>;
