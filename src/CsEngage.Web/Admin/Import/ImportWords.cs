namespace CsEngage.Web.Admin.Import;

/// <summary>The sentences of the engine's import, marked so that each has its Japanese.</summary>
static class ImportWords
{
    public static readonly string[] All =
    [
        Words.Key("This is not a table in text form. Save it as CSV in the spreadsheet program and choose that file."),
        Words.Key("This cannot be read as CSV. A quotation mark may be missing at the end of a field."),
        Words.Key("The table is empty. It needs a header row and at least one row below it."),
        Words.Key("A table has at most {0} rows. Split it and import the parts one after the other."),
        Words.Key("This column is missing. Add it to the header row."),
        Words.Key("This column is there twice. Keep one of them."),
        Words.Key("This column is not known. Remove it, or use one of these: {0}."),
        Words.Key("This must not be empty."),
        Words.Key("“{0}” is not one of these: {1}."),
        Words.Key("“{0}” is not a country. Write two capital letters such as JP."),
        Words.Key("“{0}” is not a time zone. Write a name such as Asia/Tokyo."),
        Words.Key("“{0}” is not a language. Write a tag such as ja or en-GB."),
        Words.Key("“{0}” is not a mail address."),
        Words.Key("“{0}” is not a number."),
        Words.Key("“{0}” is not a date. Write it as 2026-11-21 or 2026/11/21."),
        Words.Key("“{0}” is neither yes nor no."),
        Words.Key("“{0}” is not a key. A key has small letters, digits and hyphens."),
        Words.Key("This has more than {0} characters."),
        Words.Key("A contact needs a mail address or an external_id."),
        Words.Key("This is also in row {0}. Keep one of the two rows."),
        Words.Key("There is no tier “{0}”. There are {1}. Correct it, or add it in the settings."),
        Words.Key("There is no role “{0}”. There are {1}. Correct it, or add it in the settings."),
        Words.Key("“{0}” stands under no column: the header row has {1}. Where a value has a comma in it, put quotation marks around it."),
        Words.Key("Nobody of the staff has the address “{0}”. Add the login first, or leave the field empty."),
        Words.Key("There is no account “{0}”. Import the accounts first, or correct the id."),
        Words.Key("The address belongs to somebody else at this account. Merge the two on the account's page, or correct the address."),
        Words.Key("The address belongs to another person than the one with this external_id. Merge the two on the account's page, or correct the address."),
    ];
}
