using System.Globalization;

namespace CsEngage.Engine.Accounts;

/// <summary>What is wrong in one row, and in which column. The sentence is kept apart from its values, so that screens can say it in the reader's language.</summary>
/// <param name="Row">As a spreadsheet numbers it: the header is row 1.</param>
/// <param name="Column">Name of the column; empty when it is about the row or the whole table.</param>
/// <param name="Says">One of <see cref="RowSays"/>.</param>
/// <param name="Values">What fills its places.</param>
public sealed record RowProblem(int Row, string Column, string Says, params object[] Values)
{
    public string Message => string.Format(CultureInfo.InvariantCulture, Says, Values);

    public override string ToString() => Column.Length == 0 ? $"Row {Row}: {Message}" : $"Row {Row}, {Column}: {Message}";
}

/// <summary>Every sentence that an import says about a table. Each says what would be right.</summary>
public static class RowSays
{
    public const string NoText = "This is not a table in text form. Save it as CSV in the spreadsheet program and choose that file.";
    public const string Broken = "This cannot be read as CSV. A quotation mark may be missing at the end of a field.";
    public const string Empty = "The table is empty. It needs a header row and at least one row below it.";
    public const string TooLong = "A table has at most {0} rows. Split it and import the parts one after the other.";
    public const string Missing = "This column is missing. Add it to the header row.";
    public const string Doubled = "This column is there twice. Keep one of them.";
    public const string Unknown = "This column is not known. Remove it, or use one of these: {0}.";
    public const string Needed = "This must not be empty.";
    public const string NotOneOf = "“{0}” is not one of these: {1}.";
    public const string NotCountry = "“{0}” is not a country. Write two capital letters such as JP.";
    public const string NotZone = "“{0}” is not a time zone. Write a name such as Asia/Tokyo.";
    public const string NotLocale = "“{0}” is not a language. Write a tag such as ja or en-GB.";
    public const string NotAddress = "“{0}” is not a mail address.";
    public const string NotNumber = "“{0}” is not a number.";
    public const string NotDate = "“{0}” is not a date. Write it as 2026-11-21 or 2026/11/21.";
    public const string NotYesNo = "“{0}” is neither yes nor no.";
    public const string NotKey = "“{0}” is not a key. A key has small letters, digits and hyphens.";
    public const string Beyond = "“{0}” stands under no column: the header row has {1}. Where a value has a comma in it, put quotation marks around it.";
    public const string NoRole = "There is no role “{0}”. There are {1}. Correct it, or add it in the settings.";
    public const string TooMany = "This has more than {0} characters.";
    public const string Nameless = "A contact needs a mail address or an external_id.";
    public const string Again = "This is also in row {0}. Keep one of the two rows.";
    public const string NoTier = "There is no tier “{0}”. There are {1}. Correct it, or add it in the settings.";
    public const string NoStaff = "Nobody of the staff has the address “{0}”. Add the login first, or leave the field empty.";
    public const string NoAccount = "There is no account “{0}”. Import the accounts first, or correct the id.";
    public const string Somebody = "The address belongs to somebody else at this account. Merge the two on the account's page, or correct the address.";
    public const string OtherPerson = "The address belongs to another person than the one with this external_id. Merge the two on the account's page, or correct the address.";
}
