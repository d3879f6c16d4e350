using System.Collections.Immutable;
using System.Text;
using CsEngage.Engine.Accounts;

namespace CsEngage.Engine.Tests.Accounts;

public sealed class CsvImportTests
{
    static readonly ImmutableHashSet<string> Attributes = ["industry", "seats"];

    static CsvTable<AccountRow> Accounts(string text) => CsvImport.Accounts(new MemoryStream(Encoding.UTF8.GetBytes(text)), Attributes);

    static CsvTable<ContactRow> Contacts(string text) => CsvImport.Contacts(new MemoryStream(Encoding.UTF8.GetBytes(text)));

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
    }

    [Fact]
    public void Every_fault_is_told_with_row_and_column_and_the_rest_is_read()
    {
        var table = Accounts("external_id,name,country,zone,lifecycle\na1,Aoba,Japan,Mars/Base,sleeping\n,NoId,,,\na3,Good,,,\na3,Again,,,\n");
        table.Problems.Select(problem => (problem.Row, problem.Column)).ShouldBe([(2, "lifecycle"), (2, "country"), (2, "zone"), (3, "external_id"), (5, "external_id")]);
        table.Rows.ShouldHaveSingleItem().Name.ShouldBe("Good");
    }

    [Fact]
    public void An_unknown_or_missing_column_stops_before_the_first_row()
    {
        Accounts("external_id,nmae\na1,x\n").Problems.Select(problem => problem.Column).ShouldBe(["name", "nmae"]);
        Accounts("").Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public void Contacts_need_an_address_or_an_id_and_keep_their_roles()
    {
        var table = Contacts("account,email,family_name,given_name,roles,primary\na1,hana@example.jp,佐藤,花,organizer; champion,yes\na1,not an address,,,,\na1,,,,,\n");
        table.Rows.ShouldHaveSingleItem().Roles.ShouldBe(["organizer", "champion"]);
        table.Rows[0].IsPrimary.ShouldBe(true);
        table.Problems.Select(problem => problem.Row).ShouldBe([3, 4]);
    }
}
