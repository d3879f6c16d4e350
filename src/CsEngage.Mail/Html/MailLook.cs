namespace CsEngage.Mail.Html;

/// <summary>The frames that ship.</summary>
public enum MailLayout
{
    /// <summary>A branded card on a tinted ground, with logo and footer.</summary>
    Card,

    /// <summary>A letter from a person: left-aligned text, no card, no logo. For touches that go out as the CSM.</summary>
    Letter,

    /// <summary>A card with a coloured band on top, for news and digests.</summary>
    Band,
}

/// <summary>
/// The brand of a mail. Colours are <c>#rrggbb</c>; those for dark mode are used by clients that honour <c>prefers-color-scheme</c> (Apple Mail, Outlook for Mac and mobile,
/// Thunderbird); Gmail and Outlook for Windows invert by themselves, for which the light colours must keep their contrast.
/// </summary>
public sealed record MailLook
{
    static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    string ground = "#f4f5f7", surface = "#ffffff", ink = "#1f2430", muted = "#5d6573", accent = "#1f6feb", accentInk = "#ffffff", line = "#e3e6eb";
    string darkGround = "#14161b", darkSurface = "#1e2128", darkInk = "#e8eaee", darkMuted = "#a3abb8", darkAccent = "#7db1ff", darkLine = "#343a45";

    /// <summary>The ground around the card.</summary>
    public string Ground { get => ground; init => ground = Colour(value); }

    /// <summary>The card.</summary>
    public string Surface { get => surface; init => surface = Colour(value); }

    /// <summary>Text.</summary>
    public string Ink { get => ink; init => ink = Colour(value); }

    /// <summary>Text of footers and captions.</summary>
    public string Muted { get => muted; init => muted = Colour(value); }

    /// <summary>Links, buttons and the band.</summary>
    public string Accent { get => accent; init => accent = Colour(value); }

    /// <summary>Text on buttons.</summary>
    public string AccentInk { get => accentInk; init => accentInk = Colour(value); }

    /// <summary>Rules and borders.</summary>
    public string Line { get => line; init => line = Colour(value); }

    /// <summary>The ground in dark mode.</summary>
    public string DarkGround { get => darkGround; init => darkGround = Colour(value); }

    /// <summary>The card in dark mode.</summary>
    public string DarkSurface { get => darkSurface; init => darkSurface = Colour(value); }

    /// <summary>Text in dark mode.</summary>
    public string DarkInk { get => darkInk; init => darkInk = Colour(value); }

    /// <summary>Footers in dark mode.</summary>
    public string DarkMuted { get => darkMuted; init => darkMuted = Colour(value); }

    /// <summary>Links in dark mode; buttons keep the accent of the light look.</summary>
    public string DarkAccent { get => darkAccent; init => darkAccent = Colour(value); }

    /// <summary>Rules and borders in dark mode.</summary>
    public string DarkLine { get => darkLine; init => darkLine = Colour(value); }

    /// <summary>Font families; web fonts are not loaded. Japanese families are in the default so that Kanji are not drawn in their Chinese forms.</summary>
    public string Fonts { get; init; } = "-apple-system,BlinkMacSystemFont,'Segoe UI','Hiragino Sans','Noto Sans JP','Yu Gothic',Meiryo,Roboto,Helvetica,Arial,sans-serif";

    /// <summary>An absolute address of the logo (PNG; several clients draw no SVG); null shows the name instead.</summary>
    public Uri? LogoUrl { get; init; }

    /// <summary>The width at which the logo is shown, in pixels; 20 to 600.</summary>
    public int LogoWidth { get; init; } = 140;

    /// <summary>The name of the sender: alternative text of the logo, or the logo itself.</summary>
    public string Name { get; init; } = "";

    static string Colour(string value) => value is ['#', _, _, _, _, _, _] && value.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0 ? value.ToLowerInvariant() : throw new FormatException($"“{value}” is not a colour of the form #rrggbb.");
}

/// <summary>What goes into a frame. Texts may hold template tokens; they come out unchanged, so a frame can be built once per version and filled many times.</summary>
/// <param name="Language">The language of the text, such as <c>ja</c>; screen readers and fonts depend on it.</param>
/// <param name="Title">The subject, for the title of the page; plain text.</param>
/// <param name="BodyHtml">The body, already safe HTML. A paragraph that holds only a link of class <c>button</c> becomes a button.</param>
/// <param name="FooterHtml">Sender's identity, reason of the mail and ways to leave, already safe HTML.</param>
/// <param name="Preheader">What lists show behind the subject; plain text, hidden in the mail; empty for none.</param>
/// <param name="Layout">The frame.</param>
public sealed record MailPage(string Language, string Title, string BodyHtml, string FooterHtml, string Preheader = "", MailLayout Layout = MailLayout.Card);

/// <summary>A mail ready to be composed.</summary>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The text part.</param>
/// <param name="Flaws">What some clients will drop, worst first.</param>
public sealed record MailPair(string Html, string Text, System.Collections.Immutable.ImmutableArray<MailFlaw> Flaws);
