using CsEngage.Store.People;
using CsEngage.Tests;

namespace CsEngage.Store.Tests.People;

public sealed class SignInTokensTests
{
    public static TheoryData<Dialect> Both => TestDatabase.Both;

    static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Of_two_that_press_the_button_at_once_one_gets_in(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var tokens = new SignInTokens(test.Database);
        var secret = Secret.New();
        await tokens.Issue(Token(), secret.Hash);
        (await tokens.Look(secret.Hash, "sign-in", Now)).ShouldNotBeNull();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tokens.Consume(secret.Hash, "sign-in", Now)));
        results.Count(token => token is not null).ShouldBe(1);
        (await tokens.Look(secret.Hash, "sign-in", Now)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Another_purpose_or_a_late_hour_opens_nothing(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var tokens = new SignInTokens(test.Database);
        var secret = Secret.New();
        await tokens.Issue(Token(), secret.Hash);
        (await tokens.Consume(secret.Hash, "address-change", Now)).ShouldBeNull();
        (await tokens.Consume(secret.Hash, "sign-in", Now.AddMinutes(15))).ShouldBeNull();
        (await tokens.Consume(secret.Hash, "sign-in", Now.AddMinutes(14))).ShouldNotBeNull().Address.ShouldBe("hana@example.com");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Five_wrong_codes_close_the_link_too(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var tokens = new SignInTokens(test.Database);
        var secret = Secret.New();
        var token = Token();
        await tokens.Issue(token, secret.Hash, Secret.HashOf("123456"));
        for (var i = 0; i < 5; i++) (await tokens.ConsumeCode(token.Id, Secret.HashOf("000000"), "sign-in", Now)).ShouldBeNull();
        (await tokens.ConsumeCode(token.Id, Secret.HashOf("123456"), "sign-in", Now)).ShouldBeNull();
        (await tokens.Consume(secret.Hash, "sign-in", Now)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_session_is_found_until_it_is_revoked_or_over(Dialect dialect)
    {
        await using var test = await TestDatabase.New(dialect);
        var sessions = new ContactSessions(test.Database);
        var secret = Secret.New();
        var session = new ContactSession(Guid.CreateVersion7(), Guid.CreateVersion7(), null, "verified", Now, Now, Now.AddDays(30), "Firefox", "192.0.2.1");
        await sessions.Start(session, secret.Hash);
        (await sessions.Find(secret.Hash, Now)).ShouldBe(session);
        await sessions.Seen(session.Id, Now.AddDays(29), Now.AddDays(59));
        (await sessions.Find(secret.Hash, Now.AddDays(58))).ShouldNotBeNull();
        (await sessions.Find(secret.Hash, Now.AddDays(59))).ShouldBeNull();
        (await sessions.Revoke(session.Id, Guid.CreateVersion7(), Now)).ShouldBeFalse();
        (await sessions.Revoke(session.Id, session.ContactId, Now)).ShouldBeTrue();
        (await sessions.Find(secret.Hash, Now)).ShouldBeNull();
    }

    static SignInToken Token() => new(Guid.CreateVersion7(), "sign-in", Guid.CreateVersion7(), null, null, "hana@example.com", Now, Now.AddMinutes(15));
}
