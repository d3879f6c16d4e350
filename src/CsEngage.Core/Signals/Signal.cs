namespace CsEngage.Core;
/// <summary>x</summary>
public sealed record Signal;
