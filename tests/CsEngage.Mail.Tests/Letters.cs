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

    public static SmtpSettings Settings(int port) => new() { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, HelloName = "client.example.com" };

    public static string Text(this byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static string Text(this MailMessage message) => message.ToBytes().Text();
}
