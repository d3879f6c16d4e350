using System.Collections.Immutable;

namespace CsEngage.Mail.Dkim;

/// <summary>A key with the time from which it signs. The old record stays in DNS for a while, since mail under way is still signed with it.</summary>
/// <param name="Key">The key.</param>
/// <param name="From">Signs from this instant on, until a younger key does.</param>
public sealed record DkimTerm(DkimKey Key, DateTimeOffset From);

/// <summary>The keys of all domains, and which of them signs now. Publish a new key's record first, let it become known, then give it a term.</summary>
/// <param name="Terms">In any order.</param>
public sealed record DkimKeyRing(ImmutableArray<DkimTerm> Terms)
{
    /// <summary>The key for a sender: the youngest of its domain, or of the nearest parent domain (which DMARC's relaxed alignment accepts); null when there is none.</summary>
    /// <param name="from">The address in the From header.</param>
    /// <param name="now">The time of signing.</param>
    public DkimKey? For(Mailbox from, DateTimeOffset now)
    {
        for (var domain = from.AsciiDomain; domain.Contains('.'); domain = domain[(domain.IndexOf('.') + 1)..])
        {
            DkimTerm? best = null;
            foreach (var term in Terms) if (term.Key.Domain == domain && term.From <= now && (best is null || term.From > best.From)) best = term;
            if (best is not null) return best.Key;
        }
        return null;
    }

    /// <summary>Signs if there is a key, and leaves the message as it is if there is none.</summary>
    /// <param name="message">The composed bytes.</param>
    /// <param name="from">The address in the From header.</param>
    /// <param name="now">The time of signing.</param>
    public ReadOnlyMemory<byte> Sign(ReadOnlyMemory<byte> message, Mailbox from, DateTimeOffset now) =>
        For(from, now) is { } key ? DkimSigner.Sign(message.Span, key, now) : message;
}
