using CsEngage.Mail;
using CsEngage.Mail.Smtp;

namespace CsEngage.Web.Host;

/// <summary>Where mail goes: to the mail server of the settings, or, without one, to the mailbox that staff can look into.</summary>
static class Outbox
{
    public static void AddMail(this IServiceCollection services, Settings settings)
    {
        if (settings.Smtp is not { } server)
        {
            services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<Engine.Touches.CapturedTransport>());
            return;
        }

        services.AddSingleton<IMailTransport>(new SmtpTransport(new SmtpSettings
        {
            Host = server.Host, Port = server.Port, User = server.User ?? "", Password = server.Password ?? "",
            Security = server.Security switch { "tls" => SmtpSecurity.Tls, "required" => SmtpSecurity.StartTls, "off" => SmtpSecurity.None, _ => SmtpSecurity.StartTlsIfOffered },
        }));
    }
}
