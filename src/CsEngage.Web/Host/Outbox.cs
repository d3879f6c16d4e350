using CsEngage.Engine.Sending;
using CsEngage.Mail;
using CsEngage.Mail.Dns;
using CsEngage.Mail.Sending;

namespace CsEngage.Web.Host;

/// <summary>Where mail goes: to the server that the environment or Admin → Sending names, or, without one, to the mailbox that staff can look into.</summary>
static class Outbox
{
    public static void AddMail(this IServiceCollection services)
    {
        services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<Outgoing>());
        services.AddSingleton(_ => new DomainCheck(new DnsClient().Ask));
    }

    /// <summary>The server of the environment, which wins over the page.</summary>
    public static SendingServer? Server(Settings settings) => settings.Smtp is not { } server ? null : new SendingServer
    {
        Host = server.Host, Port = server.Port, User = server.User ?? "", Password = server.Password ?? "", Security = server.Security,
    };
}
