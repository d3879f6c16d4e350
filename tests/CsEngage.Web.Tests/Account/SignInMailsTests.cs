using System.Text.RegularExpressions;
using CsEngage.Core;
using CsEngage.Engine.Drains;
using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Store.People;
using CsEngage.Web.Tests.House;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CsEngage.Web.Tests.Account;

/// <summary>A mail server that is down costs the visitor nothing but a moment: the answer is the same and the mail comes when it can.</summary>
public sealed partial class SignInMailsTests
{
    [Fact]
    public async Task While_the_mail_server_is_down_the_answer_is_the_same_and_the_mail_is_sent_when_it_is_back()
    {
        await using var house = new DownHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", "hana@northwind.example"));
        browser.Status.ShouldBe(200);
        browser.Page.QuerySelector("#code").ShouldNotBeNull();

        var clock = house.Get<TestClock>();
        await house.Sends();
        await house.Sends();
        house.Server.Tries.ShouldBe(1);
        var waiting = (await house.Get<SignInTokens>().Post(10)).ShouldHaveSingleItem();
        (waiting.SentAt, waiting.NextAt > clock.GetUtcNow(), waiting.Trouble).ShouldBe((null, true, "Nobody listens there."));
        var admin = await house.As("admin");
        await admin.Open("/admin/sign-ins");
        admin.Text.ShouldContain("Nobody listens there.");

        clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
        house.Server.IsDown = false;
        await house.Sends();
        var mail = house.Server.Taken.ShouldHaveSingleItem();
        (await house.Get<SignInTokens>().Post(10)).ShouldHaveSingleItem().SentAt.ShouldNotBeNull();
        await browser.Open(new Uri(Link().Match(ReceivedMessage.Parse(mail).Text!).Value).AbsolutePath);
        await browser.Submit("form.panel");
        browser.Cookies.ShouldContainKey("contact");
    }

    [Fact]
    public async Task What_a_crash_interrupted_is_sent_again_and_a_link_that_has_expired_is_not()
    {
        await using var house = new DownHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", "hana@northwind.example"));

        // Taken by a process that then died.
        var (clock, tokens) = (house.Get<TestClock>(), house.Get<SignInTokens>());
        (await tokens.TakePost(10, clock.GetUtcNow(), TimeSpan.FromMinutes(1))).Count.ShouldBe(1);
        (await tokens.TakePost(10, clock.GetUtcNow(), TimeSpan.FromMinutes(1))).ShouldBeEmpty();
        house.Server.IsDown = false;
        clock.MoveTo(clock.GetUtcNow().AddMinutes(2));
        await house.Sends();
        house.Server.Taken.Count.ShouldBe(1);

        house.Server.IsDown = true;
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", "hana@northwind.example"));
        await house.Sends();
        clock.MoveTo(clock.GetUtcNow().AddMinutes(16));
        house.Server.IsDown = false;
        await house.Sends();
        house.Server.Taken.Count.ShouldBe(1);
        (await tokens.NextPost(clock.GetUtcNow())).ShouldBeNull();
    }

    [Theory]
    [InlineData(554, "Relay access denied", true)]
    [InlineData(553, "Sender address rejected: not owned by user engage", true)]
    [InlineData(550, "Recipient address rejected: User unknown", false)]
    public async Task A_mistake_in_our_own_settings_costs_no_link_and_a_refusal_of_the_address_is_final(int code, string says, bool comes)
    {
        await using var house = new DownHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        house.Server.Answer = new Delivery.Refused(new SmtpReply(code, new EnhancedStatus(5, comes ? 7 : 1, 1), says), SmtpStage.Recipient);
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", "hana@northwind.example"));
        await house.Sends();
        var line = (await house.Get<SignInTokens>().Post(10)).ShouldHaveSingleItem();
        line.Trouble.ShouldNotBeNull().ShouldContain(says);
        (line.SentAt is null, line.NextAt is not null).ShouldBe((true, comes));

        var clock = house.Get<TestClock>();
        clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
        house.Server.IsDown = false;
        await house.Sends();
        house.Server.Taken.Count.ShouldBe(comes ? 1 : 0);
    }

    [Theory]
    [InlineData(SuppressionReason.HardBounce, 0)]
    [InlineData(SuppressionReason.Complaint, 1)]
    [InlineData(SuppressionReason.Unsubscribed, 1)]
    public async Task Of_all_suppressions_only_a_dead_address_gets_no_link_and_the_admin_sees_why(SuppressionReason reason, int mails)
    {
        await using var house = new DownHouse();
        await ((IAsyncLifetime)house).InitializeAsync();
        house.Server.IsDown = false;
        await house.Get<Deliverability>().Suppress("hana@northwind.example", reason, "test", house.Get<TestClock>().GetUtcNow());
        var browser = house.Anonymous();
        await browser.Open("/p/northwind-x7/sign-in");
        await browser.Submit("form.panel", ("address", "hana@northwind.example"));
        browser.Page.QuerySelector("#code").ShouldNotBeNull();      // the visitor learns nothing of it

        await house.Sends();
        house.Server.Taken.Count.ShouldBe(mails);
        var line = (await house.Get<SignInTokens>().Post(10)).ShouldHaveSingleItem();
        ((line.SentAt is null), line.NextAt, line.IsCaptured).ShouldBe((mails == 0, null, false));
        var admin = await house.As("admin");
        await admin.Open("/admin/sign-ins");
        admin.Text.Contains("bounced for good, so nothing is sent there", StringComparison.Ordinal).ShouldBe(mails == 0);
    }

    sealed class DownHouse : WebHouse
    {
        public new DownServer Server { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IMailTransport>(Server));
        }
    }

    sealed class DownServer : IMailTransport
    {
        public bool IsDown { get; set; } = true;

        /// <summary>What it says while it is down.</summary>
        public Delivery Answer { get; set; } = new Delivery.NotSent(new Trouble(SmtpStage.Connect, TroubleKind.ConnectionRefused, "Nobody listens there."));

        public int Tries { get; private set; }

        public List<ReadOnlyMemory<byte>> Taken { get; } = [];

        public Task<Delivery> Send(Envelope envelope, ReadOnlyMemory<byte> message, BeforeDot? beforeDot, CancellationToken stop)
        {
            Tries++;
            if (IsDown) return Task.FromResult(Answer);
            Taken.Add(message.ToArray());
            return Task.FromResult<Delivery>(new Delivery.Sent(new SmtpReply(250, null, "OK")));
        }
    }

    [GeneratedRegex(@"https?://\S+/sign-in/[\w-]+", RegexOptions.None, 2000)]
    private static partial Regex Link();
}
