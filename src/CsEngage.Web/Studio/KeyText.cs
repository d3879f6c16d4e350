using System.Globalization;
using System.Text;

namespace CsEngage.Web.Studio;

/// <summary>A key from a title: "Invite your team!" → "invite-your-team". Empty when the title has no Latin letters.</summary>
static class KeyText
{
    public static string Of(string title)
    {
        var key = new StringBuilder();
        foreach (var letter in title.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsAsciiLetterOrDigit(letter)) key.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && key.Length > 0 && key[^1] != '-') key.Append('-');
        }

        var whole = key.ToString().Trim('-');
        return whole.Length > 60 ? whole[..60].TrimEnd('-') : whole;
    }
}
