using System.Text;
using CsEngage.Mail.Smtp;

namespace CsEngage.Mail.Tests;

/// <summary>Messages and settings that tests start from.</summary>
static class Letters
{
    public static readonly Mailbox Hana = new("hana@example.jp", "佐藤 花");
    public static readonly Mailbox Bounces = new("bounces@send.example.com");
    public static readonly Envelope ToHana = new(Bounces, Hana);

    public static readonly MailMessage Plain = new()
    {
        From = new("success@example.com", "Example Success"),
        To = [Hana],
        Subject = "Your first report",
        MessageId = new("touch-1", "send.example.com"),
        Date = new(2026, 11, 21, 9, 30, 5, TimeSpan.FromHours(9)),
        TextBody = "Hello Hana,\n\nyour first report is ready.\n",
    };

    public static readonly byte[] Bytes = Plain.ToBytes();

    /// <summary>For servers of this process: no time-out that a busy machine could reach, unless a test moves the clock.</summary>
    public static SmtpSettings Settings(int port) => new()
    {
        Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, HelloName = "client.example.com",
        ConnectTime = Timeout.InfiniteTimeSpan, CommandTime = TimeSpan.FromMinutes(10), DotGrace = TimeSpan.FromMinutes(10), IdleTime = TimeSpan.FromMinutes(10),
    };

    public static string Text(this byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static string Text(this MailMessage message) => message.ToBytes().Text();
}
