using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace CsEngage.Core;

/// <summary>
/// Reads what <see cref="Enrollment.ToJson"/> wrote, token by token: every page of a portal and every step of a journey begins with it. Members
/// that it does not know are passed over, and those that are missing have no value.
/// </summary>
static class EnrollmentReader
{
    delegate T One<T>(ref Utf8JsonReader json);

    public static Enrollment Read(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public static Enrollment Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            json.Read();
            var enrollment = ReadEnrollment(ref json);
            if (json.Read()) throw new JsonException("One enrollment was expected.");
            return enrollment;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw new JsonException("An enrollment was expected.", wrong);
        }
    }

    static Enrollment ReadEnrollment(ref Utf8JsonReader json)
    {
        var read = new Enrollment(
            Guid.Empty, "", 0, Guid.Empty, null, 0, default, default, EnrollmentState.Active, 0, "", 0, null,
            ImmutableSortedDictionary.Create<string, CheckpointProgress>(StringComparer.Ordinal), [], [], [], [], ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        var (id, journey, version, account, membership, entry) = (read.Id, read.Journey, read.Version, read.AccountId, read.MembershipId, read.Entry);
        var (enteredAt, advancedAt, endedAt, state, draw, arm) = (read.EnteredAt, read.AdvancedAt, read.EndedAt, read.State, read.Draw, read.Arm);
        var (holdout, cause, trouble, checkpoints, done) = (read.HoldoutPercent, read.Cause, read.Trouble, read.Checkpoints, read.Done);
        var (runs, tasks, plays, pauses) = (read.Runs, read.Tasks, read.Plays, read.Pauses);
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "id"u8)) id = json.GetGuid();
            else if (Is(ref json, "journey"u8)) journey = json.GetString()!;
            else if (Is(ref json, "version"u8)) version = json.GetInt32();
            else if (Is(ref json, "accountId"u8)) account = json.GetGuid();
            else if (Is(ref json, "membershipId"u8)) membership = MaybeGuid(ref json);
            else if (Is(ref json, "entry"u8)) entry = json.GetInt32();
            else if (Is(ref json, "enteredAt"u8)) enteredAt = json.GetDateTimeOffset();
            else if (Is(ref json, "advancedAt"u8)) advancedAt = json.GetDateTimeOffset();
            else if (Is(ref json, "state"u8)) state = Choice<EnrollmentState>(ref json);
            else if (Is(ref json, "draw"u8)) draw = json.GetDouble();
            else if (Is(ref json, "arm"u8)) arm = json.GetString()!;
            else if (Is(ref json, "holdoutPercent"u8)) holdout = json.GetDecimal();
            else if (Is(ref json, "cause"u8)) cause = ReadCause(ref json);
            else if (Is(ref json, "checkpoints"u8)) checkpoints = ReadCheckpoints(ref json);
            else if (Is(ref json, "runs"u8)) runs = List(ref json, ReadRun);
            else if (Is(ref json, "tasks"u8)) tasks = List(ref json, ReadTask);
            else if (Is(ref json, "plays"u8)) plays = List(ref json, ReadPlay);
            else if (Is(ref json, "pauses"u8)) pauses = List(ref json, ReadPause);
            else if (Is(ref json, "done"u8)) done = ImmutableSortedSet.CreateRange(StringComparer.Ordinal, List(ref json, Text));
            else if (Is(ref json, "endedAt"u8)) endedAt = MaybeInstant(ref json);
            else if (Is(ref json, "trouble"u8)) trouble = json.GetString();
            else Pass(ref json);
        }
        return new(id, journey, version, account, membership, entry, enteredAt, advancedAt, state, draw, arm, holdout, cause, checkpoints, runs, tasks, plays, pauses, done, endedAt, trouble);
    }

    static Cause? ReadCause(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        var (type, id, journeys) = ("", "", ImmutableArray<string>.Empty);
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "type"u8)) type = json.GetString()!;
            else if (Is(ref json, "id"u8)) id = json.GetString()!;
            else if (Is(ref json, "journeys"u8)) journeys = List(ref json, Text);
            else Pass(ref json);
        }
        return new(type, id, journeys);
    }

    static ImmutableSortedDictionary<string, CheckpointProgress> ReadCheckpoints(ref Utf8JsonReader json)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, CheckpointProgress>(StringComparer.Ordinal);
        Begin(ref json);
        while (Next(ref json))
        {
            var key = json.GetString()!;
            json.Read();
            read[key] = ReadProgress(ref json);
        }
        return read.ToImmutable();
    }

    static CheckpointProgress ReadProgress(ref Utf8JsonReader json)
    {
        DateTimeOffset openedAt = default;
        DateTimeOffset? dueAt = null, behindAt = null, stuckAt = null, reachedAt = null, undoneAt = null;
        var (needsFresh, firings) = (false, Firings.None);
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "openedAt"u8)) openedAt = json.GetDateTimeOffset();
            else if (Is(ref json, "dueAt"u8)) dueAt = MaybeInstant(ref json);
            else if (Is(ref json, "behindAt"u8)) behindAt = MaybeInstant(ref json);
            else if (Is(ref json, "stuckAt"u8)) stuckAt = MaybeInstant(ref json);
            else if (Is(ref json, "reachedAt"u8)) reachedAt = MaybeInstant(ref json);
            else if (Is(ref json, "undoneAt"u8)) undoneAt = MaybeInstant(ref json);
            else if (Is(ref json, "needsFresh"u8)) needsFresh = json.GetBoolean();
            else if (Is(ref json, "firings"u8)) firings = ReadFirings(ref json);
            else Pass(ref json);
        }
        return new(openedAt, dueAt, behindAt, stuckAt, reachedAt, undoneAt, needsFresh, firings);
    }

    static Firings ReadFirings(ref Utf8JsonReader json)
    {
        var (open, reached, behind, stuck) = (0, 0, 0, 0);
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "open"u8)) open = json.GetInt32();
            else if (Is(ref json, "reached"u8)) reached = json.GetInt32();
            else if (Is(ref json, "behind"u8)) behind = json.GetInt32();
            else if (Is(ref json, "stuck"u8)) stuck = json.GetInt32();
            else Pass(ref json);
        }
        return new(open, reached, behind, stuck);
    }

    static Run ReadRun(ref Utf8JsonReader json)
    {
        var (checkpoint, trigger, firing, step, readyAt, isWaiting, isAlone) = ("", Trigger.Open, 0, "", default(DateTimeOffset), false, false);
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "checkpoint"u8)) checkpoint = json.GetString()!;
            else if (Is(ref json, "trigger"u8)) trigger = Choice<Trigger>(ref json);
            else if (Is(ref json, "firing"u8)) firing = json.GetInt32();
            else if (Is(ref json, "step"u8)) step = json.GetString()!;
            else if (Is(ref json, "readyAt"u8)) readyAt = json.GetDateTimeOffset();
            else if (Is(ref json, "isWaiting"u8)) isWaiting = json.GetBoolean();
            else if (Is(ref json, "isAlone"u8)) isAlone = json.GetBoolean();
            else Pass(ref json);
        }
        return new(checkpoint, trigger, firing, step, readyAt, isWaiting, isAlone);
    }

    static GivenTask ReadTask(ref Utf8JsonReader json)
    {
        var (checkpoint, key, openedAt) = ("", "", default(DateTimeOffset));
        DateTimeOffset? dueAt = null, doneAt = null;
        Guid? doneBy = null;
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "checkpoint"u8)) checkpoint = json.GetString()!;
            else if (Is(ref json, "key"u8)) key = json.GetString()!;
            else if (Is(ref json, "openedAt"u8)) openedAt = json.GetDateTimeOffset();
            else if (Is(ref json, "dueAt"u8)) dueAt = MaybeInstant(ref json);
            else if (Is(ref json, "doneAt"u8)) doneAt = MaybeInstant(ref json);
            else if (Is(ref json, "doneBy"u8)) doneBy = MaybeGuid(ref json);
            else Pass(ref json);
        }
        return new(checkpoint, key, openedAt, dueAt, doneAt, doneBy);
    }

    static OpenedPlay ReadPlay(ref Utf8JsonReader json)
    {
        var (id, checkpoint) = ("", "");
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "id"u8)) id = json.GetString()!;
            else if (Is(ref json, "checkpoint"u8)) checkpoint = json.GetString()!;
            else Pass(ref json);
        }
        return new(id, checkpoint);
    }

    static Pause ReadPause(ref Utf8JsonReader json)
    {
        var (from, by, reason) = (default(DateTimeOffset), "", "");
        DateTimeOffset? until = null;
        Begin(ref json);
        while (Next(ref json))
        {
            if (Is(ref json, "from"u8)) from = json.GetDateTimeOffset();
            else if (Is(ref json, "until"u8)) until = MaybeInstant(ref json);
            else if (Is(ref json, "by"u8)) by = json.GetString()!;
            else if (Is(ref json, "reason"u8)) reason = json.GetString()!;
            else Pass(ref json);
        }
        return new(from, until, by, reason);
    }

    static void Begin(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException($"An object was expected, not {json.TokenType}.");
    }

    /// <summary>Goes to the next name of an object; false at its end.</summary>
    static bool Next(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes on to the value if this is its name.</summary>
    static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    static ImmutableArray<T> List<T>(ref Utf8JsonReader json, One<T> one)
    {
        if (json.TokenType == JsonTokenType.Null) return [];
        if (json.TokenType != JsonTokenType.StartArray) throw new JsonException($"A list was expected, not {json.TokenType}.");
        var items = ImmutableArray.CreateBuilder<T>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) items.Add(one(ref json));
        return items.DrainToImmutable();
    }

    static string Text(ref Utf8JsonReader json) => json.GetString()!;

    static T Choice<T>(ref Utf8JsonReader json) where T : struct, Enum =>
        Enum.TryParse<T>(json.GetString(), ignoreCase: true, out var value) ? value : throw new JsonException($"There is no {typeof(T).Name} \"{json.GetString()}\".");

    static DateTimeOffset? MaybeInstant(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null ? null : json.GetDateTimeOffset();

    static Guid? MaybeGuid(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null ? null : json.GetGuid();
}
