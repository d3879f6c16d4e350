namespace CsEngage.Mail;

/// <summary>
/// Reads what a mail server drops into a Maildir (cr.yp.to/proto/maildir.html): one file per message, complete when it stands in <c>new</c>.
/// A message that was handled moves to <c>cur</c>, so that a crash between the two only handles it again; the handling is idempotent by the message itself.
/// </summary>
/// <param name="folder">The Maildir; made when it is missing.</param>
public sealed class Maildir(string folder)
{
    string Arrived => Directory.CreateDirectory(Path.Combine(folder, "new")).FullName;

    string Handled => Directory.CreateDirectory(Path.Combine(folder, "cur")).FullName;

    /// <summary>The names of messages that wait, oldest first.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<string> Waiting(int most = 1000) =>
        [.. Directory.EnumerateFiles(Arrived).Select(f => Path.GetFileName(f)).Where(n => !n.StartsWith('.')).Order(StringComparer.Ordinal).Take(most)];

    /// <summary>The bytes of a waiting message; null when another worker has taken it, or it is larger than the bound.</summary>
    /// <param name="name">One of <see cref="Waiting"/>.</param>
    /// <param name="largest">The bound in octets.</param>
    public byte[]? Read(string name, long largest = 64 * 1024 * 1024)
    {
        var file = new FileInfo(Path.Combine(Arrived, Path.GetFileName(name)));
        return file.Exists && file.Length <= largest ? File.ReadAllBytes(file.FullName) : null;
    }

    /// <summary>Moves a handled message to <c>cur</c>, marked as seen.</summary>
    /// <param name="name">One of <see cref="Waiting"/>.</param>
    /// <returns>False when it was not there any more.</returns>
    public bool Done(string name)
    {
        var leaf = Path.GetFileName(name);
        var from = Path.Combine(Arrived, leaf);
        if (!File.Exists(from)) return false;
        File.Move(from, Path.Combine(Handled, leaf.Contains(":2,", StringComparison.Ordinal) ? leaf : leaf + ":2,S"), overwrite: true);
        return true;
    }
}
