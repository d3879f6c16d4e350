using System.Net;
using System.Net.Sockets;
using CsEngage.Web.Host;

namespace CsEngage.Web.Tests.Host;

public sealed class ListeningTests
{
    [Fact]
    public void An_address_that_is_taken_is_told_in_one_sentence_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Should.Throw<SettingException>(() => Listening.Check($"http://127.0.0.1:{port}")).Message.ShouldBe($"Another program listens on http://127.0.0.1:{port} already. Stop it, or choose another address: --urls http://127.0.0.1:{port + 1}.");
    }

    [Theory]
    [InlineData("127.0.0.1:5080", "no address to listen on")]
    [InlineData("http://192.0.2.77:5080", "This machine has no address")]
    public void What_cannot_be_listened_on_is_told_too(string urls, string says) => Should.Throw<SettingException>(() => Listening.Check(urls)).Message.ShouldContain(says);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://unix:/tmp/engage.sock")]
    public void What_the_server_chooses_itself_is_not_looked_at(string? urls) => Listening.Check(urls);
}
