using System.Text;

namespace CsEngage.Mail.Tests;

public sealed class OneClickTests
{
    const string Url = "application/x-www-form-urlencoded";
    const string Multi = "multipart/form-data; boundary=b";
    const string MultiBody = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";

    [Theory]
    // Reading never changes anything.
    [InlineData("GET", true, null, "", LeaveAnswer.Page)]
    [InlineData("HEAD", true, null, "", LeaveAnswer.Page)]
    [InlineData("GET", true, Url, "List-Unsubscribe=One-Click", LeaveAnswer.Page)]
    [InlineData("HEAD", true, Url, "List-Unsubscribe=One-Click", LeaveAnswer.Page)]
    [InlineData("GET", true, Multi, MultiBody, LeaveAnswer.Page)]
    // One click, as mail programs send it.
    [InlineData("POST", true, Url, "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, Url + "; charset=utf-8", "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, "APPLICATION/X-WWW-FORM-URLENCODED", "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "list-unsubscribe=one-click", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "List-Unsubscribe=One-Click&x=y", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "x=y&List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "List%2DUnsubscribe=One%2DClick", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "List-Unsubscribe=One-Click\r\n", LeaveAnswer.Left)]
    [InlineData("POST", true, null, "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, "", "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, "text/plain", "List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, Multi, MultiBody, LeaveAnswer.Left)]
    [InlineData("POST", true, "multipart/form-data; boundary=\"b\"", MultiBody, LeaveAnswer.Left)]
    [InlineData("POST", true, Multi, "--b\r\ncontent-disposition: form-data; name=list-unsubscribe\r\n\r\none-click\r\n--b--\r\n", LeaveAnswer.Left)]
    // The page's own form.
    [InlineData("POST", true, Url, "leave=topic", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "leave=all", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "leave=", LeaveAnswer.Left)]
    [InlineData("POST", true, Multi, "--b\r\nContent-Disposition: form-data; name=\"leave\"\r\n\r\nall\r\n--b--\r\n", LeaveAnswer.Left)]
    // Taking it back: only by the button, and never in doubt.
    [InlineData("POST", true, Url, "return=1", LeaveAnswer.Returned)]
    [InlineData("GET", true, Url, "return=1", LeaveAnswer.Page)]
    [InlineData("POST", false, Url, "return=1", LeaveAnswer.Unknown)]
    [InlineData("POST", true, Url, "return=1&leave=1", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "return=1&List-Unsubscribe=One-Click", LeaveAnswer.Left)]
    [InlineData("POST", true, Url, "return=", LeaveAnswer.Unclear)]
    // POSTs that say nothing of leaving.
    [InlineData("POST", true, Url, "", LeaveAnswer.Unclear)]
    [InlineData("POST", true, null, "", LeaveAnswer.Unclear)]
    [InlineData("POST", true, Url, "List-Unsubscribe=Two-Clicks", LeaveAnswer.Unclear)]
    [InlineData("POST", true, Url, "List-Unsubscribe", LeaveAnswer.Unclear)]
    [InlineData("POST", true, Url, "x=List-Unsubscribe=One-Click", LeaveAnswer.Unclear)]
    [InlineData("POST", true, "application/json", "{\"List-Unsubscribe\":\"One-Click\"}", LeaveAnswer.Unclear)]
    [InlineData("POST", true, Multi, "--b\r\n\r\n--b--\r\n", LeaveAnswer.Unclear)]
    [InlineData("POST", true, "multipart/form-data", MultiBody, LeaveAnswer.Unclear)]
    [InlineData("POST", true, "multipart/form-data; boundary=c", MultiBody, LeaveAnswer.Unclear)]
    [InlineData("POST", true, Url, "%zz=%", LeaveAnswer.Unclear)]
    // Tokens that are not ours, whatever is asked.
    [InlineData("GET", false, null, "", LeaveAnswer.Unknown)]
    [InlineData("HEAD", false, null, "", LeaveAnswer.Unknown)]
    [InlineData("POST", false, Url, "List-Unsubscribe=One-Click", LeaveAnswer.Unknown)]
    [InlineData("POST", false, Multi, MultiBody, LeaveAnswer.Unknown)]
    [InlineData("POST", false, Url, "leave=all", LeaveAnswer.Unknown)]
    // Other methods.
    [InlineData("PUT", true, Url, "List-Unsubscribe=One-Click", LeaveAnswer.NotAllowed)]
    [InlineData("DELETE", true, null, "", LeaveAnswer.NotAllowed)]
    [InlineData("PATCH", true, Url, "leave=all", LeaveAnswer.NotAllowed)]
    [InlineData("OPTIONS", true, null, "", LeaveAnswer.NotAllowed)]
    [InlineData("PROPFIND", true, null, "", LeaveAnswer.NotAllowed)]
    [InlineData("TRACE", false, null, "", LeaveAnswer.NotAllowed)]
    public void A_request_has_its_answer(string method, bool tokenHolds, string? type, string body, LeaveAnswer answer) =>
        OneClick.Decide(method, tokenHolds, type, Encoding.UTF8.GetBytes(body)).ShouldBe(answer);

    [Fact]
    public void A_body_of_any_size_is_read_only_at_its_beginning() =>
        OneClick.Decide("POST", true, Url, new byte[50_000_000]).ShouldBe(LeaveAnswer.Unclear);
}

public sealed class MaildirTests
{
    [Fact]
    public void A_message_waits_until_it_was_handled()
    {
        var folder = Directory.CreateTempSubdirectory("csengage-maildir").FullName;
        try
        {
            var maildir = new Maildir(folder);
            maildir.Waiting().ShouldBeEmpty();
            File.WriteAllText(Path.Combine(folder, "new", "2.host"), "b");
            File.WriteAllText(Path.Combine(folder, "new", "1.host"), "a");
            File.WriteAllText(Path.Combine(folder, "new", ".hidden"), "x");

            maildir.Waiting().ShouldBe(["1.host", "2.host"]);
            maildir.Read("1.host").ShouldBe("a"u8.ToArray());
            maildir.Read("1.host", largest: 0).ShouldBeNull();
            maildir.Read("../../etc/passwd").ShouldBeNull();
            maildir.Done("1.host").ShouldBeTrue();
            maildir.Done("1.host").ShouldBeFalse();
            maildir.Waiting().ShouldBe(["2.host"]);
            File.Exists(Path.Combine(folder, "cur", "1.host:2,S")).ShouldBeTrue();
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}

public sealed class ListUnsubscribeTests
{
    [Theory]
    [InlineData("ftp://x.example/u")]
    [InlineData("mailto:a@b.example")]
    public void Only_web_addresses_are_pages(string page) => Should.Throw<ArgumentException>(() => new ListUnsubscribe(new Uri(page)));

    [Fact]
    public void An_address_that_fits_no_line_is_refused() => Should.Throw<ArgumentException>(() => new ListUnsubscribe(new Uri("https://x.example/" + new string('a', 1000))));

    [Theory]
    [InlineData("tips.example.com", true)]
    [InlineData("tips", false)]
    [InlineData("a b.example", false)]
    [InlineData("x>\r\nBcc: y.example", false)]
    public void A_list_id_is_a_dotted_name(string id, bool isOne)
    {
        if (isOne) new ListId(id).Id.ShouldBe(id);
        else Should.Throw<FormatException>(() => new ListId(id));
    }

    [Fact]
    public void A_feedback_id_is_tamed() => new FeedbackId("engage", "a:b\r\nc").Text.ShouldBe("a-b--c:engage");

    [Theory]
    [InlineData("a@b", true)]
    [InlineData("<a@b>", true)]
    [InlineData("a b@c", false)]
    [InlineData("a@b>\r\nBcc: x", false)]
    [InlineData("é@b", false)]
    [InlineData("@b", false)]
    public void A_message_id_is_printable_ASCII(string id, bool isOne)
    {
        (MessageId.TryParse(id) is not null).ShouldBe(isOne);
        if (!isOne) Should.Throw<FormatException>(() => new MessageId(id));
    }
}
