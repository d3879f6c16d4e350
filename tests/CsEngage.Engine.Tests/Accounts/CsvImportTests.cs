using System.Collections.Immutable;
using System.Text;
using CsEngage.Engine.Accounts;

namespace CsEngage.Engine.Tests.Accounts;

public sealed class CsvImportTests
{
    static readonly ImmutableHashSet<string> Attributes = ["industry", "seats"];

    static CsvTable<AccountRow> Accounts(string text) => CsvImport.Accounts(Encoding.UTF8.GetBytes(text), Attributes);

    static CsvTable<ContactRow> Contacts(string text) => CsvImport.Contacts(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_table_of_accounts_is_read_with_its_attributes()
    {
        var table = Accounts("External ID,Name,Country,Zone,industry\na1,\"Aoba, Inc.\",JP,Asia/Tokyo,retail\na2,青葉商事,,,\n");
        table.Problems.ShouldBeEmpty();
        table.Rows.Select(row => row.Name).ShouldBe(["Aoba, Inc.", "青葉商事"]);
        table.Rows[0].Attributes["industry"].ShouldBe("retail");
        table.Rows[1].Zone.ShouldBeNull();
    }

    [Fact]
    public void Semicolons_tabs_and_a_byte_order_mark_are_understood()
    {
        Accounts("\ufeffexternal_id;name\na1;Aoba\n").Rows.ShouldHaveSingleItem().Name.ShouldBe("Aoba");
        Accounts("external_id\tname\r\na1\tAoba\r\n").Rows.ShouldHaveSingleItem().Name.ShouldBe("Aoba");
        // Excel in Europe: semicolons, and a comma within a name.
        Accounts("external_id;name;country\r\na1;Aoba, Inc.;JP\r\n").Rows.ShouldHaveSingleItem().Name.ShouldBe("Aoba, Inc.");
    }

    [Theory]
    [InlineData(932)]
    [InlineData(65001)]
    [InlineData(1200)]
    [InlineData(1201)]
    public void A_table_as_Excel_saves_it_in_Japan_is_read_in_whatever_encoding(int codePage)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        byte[] bytes = [.. codePage is 932 ? [] : encoding.GetPreamble(), .. encoding.GetBytes("アカウントID,会社名,国\r\na1,株式会社髙橋①表示ソ能,JP\r\n")];
        var table = CsvImport.Accounts(bytes, Attributes);
        table.Problems.ShouldBeEmpty();
        table.Rows.ShouldHaveSingleItem().Name.ShouldBe("株式会社髙橋①表示ソ能");
    }

    [Fact]
    public void A_workbook_or_a_picture_is_no_table()
    {
        CsvImport.Accounts([0x50, 0x4B, 3, 4, 0, 0, 8], Attributes).Problems.ShouldHaveSingleItem().Says.ShouldBe(RowSays.NoText);
        CsvImport.Accounts([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, 0x4A], Attributes).Problems.ShouldHaveSingleItem().Says.ShouldBe(RowSays.NoText);
    }

    [Fact]
    public void Line_breaks_within_quotes_belong_to_the_field_and_empty_lines_are_counted()
    {
        var table = Accounts("external_id,name\na1,\"Aoba\nInc.\"\n\n,,\na2,Good\na3,\n");
        table.Rows.Select(row => (row.Row, row.Name)).ShouldBe([(2, "Aoba\nInc."), (5, "Good")]);
        table.Problems.ShouldHaveSingleItem().Row.ShouldBe(6);
    }

    [Fact]
    public void Every_fault_is_told_with_row_and_column_and_the_rest_is_read()
    {
        var table = Accounts("external_id,name,country,zone,lifecycle\na1,Aoba,Japan,Mars/Base,sleeping\n,NoId,,,\na3,Good,,,\na3,Again,,,\n");
        table.Problems.Select(problem => (problem.Row, problem.Column)).ShouldBe([(2, "lifecycle"), (2, "country"), (2, "zone"), (3, "external_id"), (5, "external_id")]);
        table.Rows.ShouldHaveSingleItem().Name.ShouldBe("Good");
        table.Problems[^1].ToString().ShouldBe("Row 5, external_id: This is also in row 4. Keep one of the two rows.");
    }

    [Fact]
    public void An_unknown_missing_or_doubled_column_stops_before_the_first_row()
    {
        Accounts("external_id,nmae\na1,x\n").Problems.Select(problem => problem.Column).ShouldBe(["name", "nmae"]);
        Accounts("external_id,name,name\na1,x,y\n").Problems.ShouldHaveSingleItem().Says.ShouldBe(RowSays.Doubled);
        Accounts("").Problems.ShouldHaveSingleItem();
        Accounts("external_id,name\n").Problems.ShouldHaveSingleItem().Says.ShouldBe(RowSays.Empty);
    }

    [Fact]
    public void More_rows_than_are_taken_at_once_are_refused()
    {
        var text = new StringBuilder("external_id,name\n");
        for (var n = 0; n <= CsvImport.MostRows; n++) text.Append('a').Append(n).Append(",Name\n");
        Accounts(text.ToString()).Problems.ShouldHaveSingleItem().Says.ShouldBe(RowSays.TooLong);
    }

    [Fact]
    public void Contacts_need_an_address_or_an_id_and_keep_their_roles()
    {
        var table = Contacts("account,email,family_name,given_name,roles,primary\na1,hana@example.jp,佐藤,花,organizer; champion,はい\na1,not an address,,,,\na1,,,,,\n");
        table.Rows.ShouldHaveSingleItem().Roles.ShouldBe(["organizer", "champion"]);
        table.Rows[0].IsPrimary.ShouldBe(true);
        table.Problems.Select(problem => problem.Row).ShouldBe([3, 4]);
    }

    [Fact]
    public void A_row_with_several_faults_names_all_of_them_and_itself()
    {
        var table = Contacts("account,email,locale,zone,family_name,given_name\n,hana at northwind,english,Tokyo,Sato,Hana\n");
        table.Problems.Select(problem => problem.Column).ShouldBe(["account", "email", "zone", "locale"], ignoreOrder: true);
        table.Others[2].ShouldBe(("hana at northwind", "Sato Hana"));
    }
}
