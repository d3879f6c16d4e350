namespace CsEngage.Core;

/// <summary>
/// An advance that cannot come to an end, by a defect of the journey or of the facts. The engine sets the enrollment aside with this message.
/// </summary>
/// <param name="message">What happened, with journey, enrollment and instant.</param>
public sealed class JourneyException(string message) : Exception(message);
