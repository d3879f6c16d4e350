namespace CsEngage.Web;

/// <summary>Names the resources of everything that people read. Keys are the English sentences; <c>Words.ja.resx</c> says them in Japanese.</summary>
public sealed class Words
{
    Words() { }

    /// <summary>Marks a sentence that is looked up later, where only a variable is left of it.</summary>
    public static string Key(string sentence) => sentence;
}
