using System.Globalization;

namespace CsEngage.Web.Desk.Wording;

/// <summary>Money as a ledger's reader wants it: short in a line, whole on hover. Japanese counts in 万 and 億.</summary>
public static class MoneyText
{
    public static string Short(long scaled, string currency, CultureInfo culture)
    {
        var amount = scaled / 10_000m;
        return culture.TwoLetterISOLanguageName == "ja" ? Japanese(amount, currency, culture) : Sign(currency) + Folded(amount, culture);
    }

    public static string Whole(long scaled, string currency, CultureInfo culture)
    {
        var amount = scaled / 10_000m;
        var digits = amount == decimal.Truncate(amount) ? "N0" : "N2";
        return culture.TwoLetterISOLanguageName == "ja" && currency == "JPY" ? amount.ToString("N0", culture) + "円" : Sign(currency) + amount.ToString(digits, culture);
    }

    static string Folded(decimal amount, CultureInfo culture) => Math.Abs(amount) switch
    {
        >= 1_000_000_000 => (amount / 1_000_000_000).ToString("0.#", culture) + "B",
        >= 1_000_000 => (amount / 1_000_000).ToString("0.#", culture) + "M",
        >= 1_000 => (amount / 1_000).ToString("0.#", culture) + "K",
        _ => amount.ToString("0.##", culture),
    };

    static string Japanese(decimal amount, string currency, CultureInfo culture)
    {
        var number = Math.Abs(amount) switch
        {
            >= 100_000_000 => (amount / 100_000_000).ToString("0.##", culture) + "億",
            >= 10_000 => (amount / 10_000).ToString("#,0.#", culture) + "万",
            _ => amount.ToString("#,0.##", culture),
        };
        return number + currency switch { "JPY" => "円", "USD" => "ドル", "EUR" => "ユーロ", "GBP" => "ポンド", _ => " " + currency };
    }

    static string Sign(string currency) => currency switch { "JPY" => "¥", "USD" => "$", "EUR" => "€", "GBP" => "£", _ => currency + " " };
}
