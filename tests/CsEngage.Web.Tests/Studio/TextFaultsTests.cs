using System.Globalization;
using CsEngage.Core;
using CsEngage.Engine.Content;
using CsEngage.Store.Accounts;
using CsEngage.Store.Content;
using CsEngage.Web.Studio;
using CsEngage.Web.Tests.House;

namespace CsEngage.Web.Tests.Studio;

/// <summary>What is wrong with a text, by its author's line and in the author's language.</summary>
[Collection("house")]
public sealed class TextFaultsTests(WebHouse house)
{
    [Theory]
    [InlineData("One.\n\n{% if account.tier %}Two.", 3, "\"if\" is not closed; expected \"endif\".", "「if」が閉じられていません。「endif」が必要です。")]
    [InlineData("One.\n\n{% for x on list %}{% endfor %}", 3, "Expected \"in\" and what to loop over: \"for item in list\".", "inと繰り返す対象が必要です（例：for item in list）。")]
    [InlineData("{{ account.name | truncate: 1, 2, 3 }}", 1, "The filter \"truncate\" takes 0 to 2 arguments, found 3.", "フィルター「truncate」に渡せるのは引数0～2個ですが、3個あります。")]
    [InlineData("{{ account.name | upcaes }}", 1, "There is no filter \"upcaes\".", "フィルター「upcaes」はありません。")]
    [InlineData("One.\n\n{% for a in (1..9000) %}{% for b in (1..9000) %}{% for c in (1..9000) %}x{% endfor %}{% endfor %}{% endfor %}", 3, "The template takes more than", "テンプレートの処理が")]
    public async Task A_fault_is_told_by_its_line_in_either_language(string body, int line, string english, string japanese)
    {
        foreach (var (locale, says) in new[] { ("en", english), ("ja", japanese) })
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(locale);
            var fault = (await house.Get<TextFaults>().Of(body, TextReaders.One)).ShouldHaveSingleItem();
            fault.Line.ShouldBe(line);
            fault.Message.ShouldStartWith(says);
        }
    }

    [Theory]
    [InlineData("Hello {{ contact.greeting_name }}, {{ contact.greeting_name }}", "1:10+21 “contact.greeting_name” is empty for some readers. → contact.greeting_name | default: \"…\"; 1:39+21 “contact.greeting_name” is empty for some readers. → contact.greeting_name | default: \"…\"")]
    [InlineData("Hello {{ contact.greeting_name | default: \"there\" }}{% if csm %}, {{ csm.name }}{% endif %} {{ contact.name }}", "")]
    [InlineData("One.\n{{ account.seats | number_local }}", "2:4+13 “account.seats” is empty for some readers.")]
    [InlineData("{{ checkpoint.title }}", "1:4+16 “checkpoint.title” has no value in guides.")]
    [InlineData("{{ next.title | default: 'all done' }} {% if journey %}{{ journey.title }}{% endif %}", "")]
    [InlineData("{{ checkpoint.title | default: 'x' }} {{ account.name.foo }} {{ Contact.Name }} {{ customer.name }} {{ contact.first_name }}", "warning 1:4+16 “checkpoint.title” has no value in guides.; 1:42+16 No account has a field “account.name.foo” yet. → account.name; 1:65+7 “Contact” is not known to templates. → contact; 1:84+8 “customer” is not known to templates. → contact; 1:104+18 “contact.first_name” is not known to templates. → contact.given_name")]
    [InlineData("{% assign s = account.seats %}S{{ s }}E", "1:35+0 “account.seats” is empty for some readers.")]
    [InlineData("{% if contact.given_name %}{% else %}E{{ contact.given_name }}{% endif %}", "1:42+18 “contact.given_name” is empty for some readers. → contact.given_name | default: \"…\"")]
    [InlineData("{{ account.seats | number_local | default: 'many' }}", "")]
    [InlineData("{{ 5 | divided_by: 0 }}", "1:8+10 divided by 0")]
    [InlineData("{{ account.seats | default: 'many' | number_local }}", "1:38+12 Where a value is missing: \"many\" is not a number. Put “default” behind that filter, or ask for the value with “if”.")]
    [InlineData("{{ '2026-03-01' | date_local: 'foo' }}", "1:19+10 date_local knows date, short, day, datetime and time, not \"foo\".")]
    [InlineData("{% if not account.tier %}x{% endif %}", "1:7+3 Liquid has no \"not\"; compare with \"!=\" or use the tag \"unless\".")]
    [InlineData("{% if account.tire == 'gold' %} [x](guide:nope1)\n[z](guide:Written-Guide)", "1:4+2 \"if\" is not closed; expected \"endif\".; warning 1:7+12 No account has a field “account.tire” yet. → account.tier; 1:37+11 The link to guide “nope1” leads nowhere; there is no guide with that key.; 2:5+19 The link to guide “Written-Guide” leads nowhere; there is no guide with that key. → guide:written-guide")]
    [InlineData("{contact.name} ｛｛ contact.name ｝｝ a }} `{contact.name}`", "warning 1:1+14 Readers see “{contact.name}” as it stands here. → {{ contact.name }}; warning 1:16+18 Readers see “｛｛ contact.name ｝｝” as it stands here. → {{ contact.name }}; warning 1:37+2 Readers see “}}” as it stands here.")]
    [InlineData("{% if account.tier %}a{% else if csm %}b{% endif %}", "1:23+17 “else” takes no condition; “elsif” does. → {% elsif csm %}")]
    [InlineData("{% if account.tier == 'starter' %}{{ account.seats | default: 'x' | date_local }}{% endif %}", "warning 1:24+7 There is no tier \"starter\".; 1:69+10 Where “account.tier” is “starter”: \"3\" is not a date.")]
    [InlineData("{% case account.lifecycle %}{% when 'left' %}{{ account.name | date_local }}{% endcase %}", "1:64+10 Where “account.lifecycle” is “left”: \"Acme\" is not a date.")]
    [InlineData("{% if contact.roles contains 'champion' %}{{ account.name | number_local }}{% endif %}", "1:61+12 Where “contact.roles” is “champion”: \"Acme\" is not a number.")]
    [InlineData("{% if account.seats > 40 %}{% if csm %}{{ csm.name | date_local }}{% endif %}{% endif %}", "1:54+10 Where “account.seats” is “41”: \"Clara Winter\" is not a date.")]
    [InlineData("{% if account.seats == 0 %}none{% else %}{{ 100 | divided_by: account.seats }}{% endif %}", "1:51+10 Where a value is missing: divided by 0 Put “default” behind that filter, or ask for the value with “if”.; 1:63+13 “account.seats” is empty for some readers. → account.seats | default: \"…\"")]
    [InlineData("{% if account.lifecycle == 'onbording' %}a{% endif %}", "warning 1:29+9 There is no lifecycle \"onbording\". → onboarding")]
    [InlineData("{{ '2026-03-01' | date: 'DD.MM.YYYY' }} {{ '2026-03-01' | date: \"%-d %B %J\" }} {{ '2026-03-01' | date: '%d.%m.%Y' }}", "warning 1:26+10 “DD.MM.YYYY” has no sign such as %d or %Y; readers see it as it stands. → %d.%m.%Y; warning 1:66+9 “%J” is no sign of a date; readers see it as it stands.")]
    [InlineData("| a | b |\n|---|---|\n{% for r in contact.roles %}\n| {{ r }} | y |\n{% endfor %}", "3:0+0 Rows of a table cannot be repeated or left out. Write a list instead, or put the condition into the cells.")]
    [InlineData("{% if csm %}\n\n| a | b |\n|---|---|\n| {% if csm.title %}{{ csm.title }}{% endif %} | y |\n\n{% endif %}", "")]
    [InlineData("{% for letter in account.name %}{{ letter }}{% endfor %}{{ contact[account.name] }}", "")]
    [InlineData("{% render 'card' %}", "1:11+6 Guides and mails have no partials; write it out here.")]
    [InlineData("{{ account.saets | default: 1 }}", "warning 1:4+13 No account has a field “account.saets” yet. → account.seats")]
    [InlineData("{{ account.saets }}", "1:4+13 No account has a field “account.saets” yet. → account.seats")]
    [InlineData("[a]({{ 'written-gudie' | guide_url }}) [b](guide:written-guide)", "1:9+13 The link to guide “written-gudie” leads nowhere; there is no guide with that key. → written-guide")]
    [InlineData("One.\n\n[b](guide:written-gudie)", "3:5+19 The link to guide “written-gudie” leads nowhere; there is no guide with that key. → guide:written-guide")]
    [InlineData("[b](guide:begun-guide)", "warning 1:5+17 The guide “begun-guide” is not published: for readers the link leads nowhere.")]
    [InlineData("![b](media:nowhere.png) {{ \"nothing.pdf\" | media_url }}", "1:6+17 There is no picture or file “nowhere.png”.; 1:29+11 There is no picture or file “nothing.pdf”.")]
    [InlineData("{{ contact.nmae }} {{ account.name | upcsae }}", "1:4+12 “contact.nmae” is not known to templates. → contact.name; 1:38+6 There is no filter \"upcsae\". → upcase")]
    public async Task What_some_readers_would_find_empty_or_broken_is_told_before_it_is_published(string body, string told)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var now = house.Get<TimeProvider>().GetUtcNow();
        var shelf = house.Get<ContentShelf>();
        if (await shelf.Find("guide", "written-guide") is null) await house.AddGuide("written-guide", "Written", "Text.", now);
        if (await shelf.Find("guide", "begun-guide") is null)
        {
            var begun = (await shelf.Put(new Item(Guid.CreateVersion7(), "guide", "begun-guide", [], null, null, null, null, null, now)))!;
            await shelf.SaveDraft(new Draft(begun.Id, "en", "Begun", "begun-guide", "Text.", "{}", "draft", 0, now, "system"));
        }
        var account = (await house.Get<AccountBook>().Find(house.Hana.Membership.AccountId))!.Value;
        await house.Get<AccountBook>().Put(account with { Attributes = account.Attributes.SetItem("seats", new AttributeValue.Number(3)) }, new Edit(now, now, "test"));

        var faults = await house.Get<TextFaults>().Of(body, TextReaders.OfGuide);
        string.Join("; ", faults.Select(fault => $"{(fault.IsWarning ? "warning " : "")}{fault.Line}:{fault.Column}+{fault.Length} {fault.Message.Split(" Write what")[0]}{(fault.Suggestion is null ? "" : $" → {fault.Suggestion}")}")).ShouldBe(told);
    }

    [Fact]
    public async Task Whoever_writes_to_one_person_sees_that_persons_values_and_is_told_only_what_fails_for_everybody()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        (await house.Get<TextFaults>().Of("{{ account.seats | divided_by: account.seats }} {{ account.go_live | date_local }} {{ contact.given_name }}", TextReaders.One)).Where(fault => !fault.IsWarning).ShouldBeEmpty();
    }
}
