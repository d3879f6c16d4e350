namespace CsEngage.Engine.Touches;

/// <summary>
/// What stands below every mail: who sends it and from where (特定電子メール法, CAN-SPAM, GDPR all ask for it), and, unless it answers
/// one's own request, how to leave.
/// </summary>
static class MailFoot
{
    sealed record Words(string Why, string Leave, string Choose, string Transactional, string Invited)
    {
        public string Of(TemplateText template) => template.IsInvitation ? Invited : Transactional;
    }

    static readonly Words English = new("You receive this because your company, {{ account.name }}, is our customer.", "Unsubscribe", "Choose what you receive", "This message answers a request made with your address.", "You receive this because {{ operator.name }} has invited you.");
    static readonly Words Japanese = new("{{ account.name }}のご担当者様にお送りしています。", "配信を停止する", "受け取る内容を選ぶ", "このメールは、お客様のメールアドレスでのお手続きに対してお送りしています。", "このメールは、{{ operator.name }}からのご招待としてお送りしています。");

    static Words In(string locale) => locale.StartsWith("ja", StringComparison.Ordinal) ? Japanese : English;

    public static string Html(TemplateText template)
    {
        var words = In(template.Locale);
        var sender = "<p>{{ operator.legal_name | default: operator.name }}{% if operator.address %} · {{ operator.address }}{% endif %}</p>";
        return template.IsTransactional
            ? $"<p>{words.Of(template)}</p>\n{sender}"
            : $"<p>{words.Why}</p>\n<p><a href=\"{{{{ unsubscribe_url }}}}\">{words.Leave}</a> · <a href=\"{{{{ preferences_url }}}}\">{words.Choose}</a></p>\n{sender}";
    }

    public static string Text(TemplateText template)
    {
        var words = In(template.Locale);
        var sender = "{{ operator.legal_name | default: operator.name }}{% if operator.address %}\n{{ operator.address }}{% endif %}\n";
        return template.IsTransactional
            ? $"\n-- \n{words.Of(template)}\n{sender}"
            : $"\n-- \n{words.Why}\n{words.Leave}: {{{{ unsubscribe_url }}}}\n{words.Choose}: {{{{ preferences_url }}}}\n{sender}";
    }
}
