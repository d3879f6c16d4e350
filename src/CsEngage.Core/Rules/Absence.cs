namespace CsEngage.Core;

/// <summary>no KIND for a time: it has not happened since, and somebody has been there that long for whom it could have.</summary>
sealed class Absence(CounterKey key, Who? who, Length length) : RuleNode
{
    internal override Truth Test(in Reading reading) =>
        QuietSince(reading) is not { } since ? Truth.Unknown : reading.Now - since >= length.Ticks ? Truth.True : Truth.False;

    /// <summary>The later of the last such signal and the start of membership, role or enrollment; null when there is nobody to ask about.</summary>
    internal long? QuietSince(in Reading reading)
    {
        if (who is null || who.IsThis)
        {
            var start = reading.Contact < 0 ? reading.Facts.Created : reading.Facts.Members[reading.Contact].Joined;
            return Math.Max(Math.Max(start, reading.Since), Counters.Line(reading, key, who).Last(reading.Seen));
        }
        var members = reading.Facts.Members;
        var set = reading.Facts.Set(key);
        Span<long> last = new long[members.Length];
        var (contacts, earliest) = (0, long.MaxValue);
        for (var i = 0; i < members.Length; i++)
        {
            if (!who.Includes(members[i], reading)) continue;
            last[contacts++] = set.Of(i).Last(reading.Seen);
            earliest = Math.Min(earliest, who.Role is { } role ? members[i].RoleSince(role, reading.Now, reading.Seen) : members[i].Joined);
        }
        if (contacts == 0) return null;
        last[..contacts].Sort();
        var rank = who.Rank(contacts);
        return Math.Max(Math.Max(earliest, reading.Since), rank < contacts ? last[contacts - 1 - rank] : Series.Never);
    }

    internal override long Next(in Reading reading)
    {
        var next = who is null || who.IsThis ? long.MaxValue : reading.NextMembers();
        return QuietSince(reading) is { } since ? Math.Min(next, After(since + length.Ticks, reading)) : next;
    }

    internal override Reason Explain(in Reading reading) =>
        Because("absence", reading, QuietSince(reading) is { } since ? Quantity.AtTicks(since) : Quantity.Unknown,
            [.. Counters.Arguments(key, who), new("for", Quantity.Of(new TimeSpan(length.Ticks)))]);

    internal override Phrase Phrase => Saying("absence", [.. Counters.Arguments(key, who), new("for", Quantity.Of(new TimeSpan(length.Ticks)))]);

    internal override RuleNeeds Needs(RuleNeeds needs) => needs.Counting(key) with { Contacts = needs.Contacts || who is { IsThis: false } };

    public override string ToString() => $"no {Counters.Write(key, who)} for {length}";
}
