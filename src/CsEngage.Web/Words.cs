namespace CsEngage.Web;

/// <summary>Names the resources of everything that people read. Keys are the English sentences; <c>Words.ja.resx</c> says them in Japanese.</summary>
public sealed class Words;
