using CsEngage.Web.Desk.Accounts;
using CsEngage.Web.Desk.Wording;

namespace CsEngage.Web.Desk;

static class DeskServices
{
    public static void AddDesk(this IServiceCollection services)
    {
        services.AddSingleton<Authored>();
        services.AddSingleton<DeskDay>();
        services.AddSingleton<QueueReading>();
        services.AddSingleton<QueueBatch>();
        services.AddSingleton<AccountReading>();
        services.AddSingleton<GuideLetter>();
        services.AddSingleton<MailPreview>();
        services.AddSingleton<MailWords>();
        services.AddSingleton<SentMail>();
        services.AddSingleton<StoryTeller>();
        services.AddSingleton<TouchByHand>();
        services.AddSingleton<AccountWords>();
        services.AddSingleton<AttentionWords>();
        services.AddSingleton<ReasonWords>();
        services.AddSingleton<ScoreWords>();
        services.AddSingleton<SignalWords>();
        services.AddSingleton<TouchWords>();
    }
}
