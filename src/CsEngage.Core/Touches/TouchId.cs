using System.Globalization;

namespace CsEngage.Core;

/// <summary>
/// Builds the ids of touches. An id says where the touch comes from and is unique in the database, so that planning the same touch again,
/// by a retry or on another node, is refused there.
/// </summary>
public static class TouchId
{
    /// <summary><c>{journey}/{participant}/{entry}/{checkpoint}.{trigger}.{step}/{membership}/{firing}</c>.</summary>
    public static string Of(Enrollment enrollment, string checkpoint, Trigger trigger, string step, Guid membership, int firing) =>
        string.Create(CultureInfo.InvariantCulture, $"{StepPath(enrollment, checkpoint, trigger, step)}/{membership:D}/{firing}");

    /// <summary>The id without membership and firing: where in the journey.</summary>
    public static string StepPath(Enrollment enrollment, string checkpoint, Trigger trigger, string step) =>
        string.Create(CultureInfo.InvariantCulture, $"{enrollment.Journey}/{enrollment.ParticipantId:D}/{enrollment.Entry}/{checkpoint}.{Word(trigger)}.{step}");

    /// <summary>A broadcast: one per membership.</summary>
    public static string Broadcast(string key, Guid membership) => $"broadcast/{key}/{membership:D}";

    /// <summary>Written by a CSM.</summary>
    public static string Desk(Guid id, Guid membership) => $"desk/{id:D}/{membership:D}";

    /// <summary>A digest of one topic on one day.</summary>
    public static string Digest(string topic, Guid membership, DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"digest/{topic}/{membership:D}/{date:yyyy-MM-dd}");

    /// <summary>The n-th asking of a survey.</summary>
    public static string Survey(string key, Guid membership, int n) => string.Create(CultureInfo.InvariantCulture, $"survey/{key}/{membership:D}/{n}");

    /// <summary>Sign-in, security, an answer to one's own request.</summary>
    public static string System(Guid id) => $"system/{id:D}";

    /// <summary>A trigger as ids and documents write it.</summary>
    public static string Word(Trigger trigger) => trigger switch { Trigger.Open => "open", Trigger.Reached => "reached", Trigger.Behind => "behind", _ => "stuck" };
}
