namespace CsEngage.Mail.Mime;

/// <summary>How much of a received message is read before it is refused. Every bound is far above real mail.</summary>
/// <param name="Size">Octets of the whole.</param>
/// <param name="Depth">Nested parts.</param>
/// <param name="Parts">Parts in all.</param>
/// <param name="HeaderSize">Octets of one part's headers.</param>
/// <param name="Headers">Headers of one part.</param>
public sealed record MimeLimits(int Size = 64 * 1024 * 1024, int Depth = 20, int Parts = 1000, int HeaderSize = 256 * 1024, int Headers = 1000)
{
    /// <summary>The bounds used when none are given.</summary>
    public static readonly MimeLimits Default = new();
}

/// <summary>A received message goes beyond a bound. The message says which.</summary>
/// <param name="message">One sentence.</param>
public sealed class MimeException(string message) : FormatException(message);
