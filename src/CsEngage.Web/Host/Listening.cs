using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace CsEngage.Web.Host;

/// <summary>Whether the addresses are free on which the program is to listen: asked before anything is built up, so that the answer is one sentence.</summary>
static class Listening
{
    /// <param name="urls">As <c>--urls</c> names them; null where nobody did.</param>
    /// <exception cref="SettingException">One is taken, or not ours to take.</exception>
    public static void Check(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            BindingAddress address;
            try { address = BindingAddress.Parse(url); }
            catch (FormatException) { throw new SettingException($"\"{url}\" is no address to listen on; write one such as --urls http://127.0.0.1:5080."); }
            if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) continue;
            Try(url, Ip(address.Host), address.Port);
        }
    }

    static void Try(string url, IPAddress ip, int port)
    {
        using var listener = new TcpListener(ip, port);
        try { listener.Start(); }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new SettingException(string.Create(CultureInfo.InvariantCulture, $"Another program listens on {url} already. Stop it, or choose another address: --urls http://127.0.0.1:{port + 1}."));
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new SettingException($"This user may not listen on {url}: ports below 1024 are for root. Choose another, such as --urls http://127.0.0.1:5080.");
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AddressNotAvailable)
        {
            throw new SettingException($"This machine has no address {url}. Write one that it has, such as --urls http://127.0.0.1:5080.");
        }
    }

    // Any other name is every address of the machine, as the server reads it.
    static IPAddress Ip(string host) => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? ip : IPAddress.Any;
}
