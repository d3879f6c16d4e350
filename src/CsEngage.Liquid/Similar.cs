namespace CsEngage.Liquid;

/// <summary>The name that was probably meant, as errors of templates suggest it.</summary>
public static class Similar
{
    /// <summary>The known name that is nearest, if at most a third of the letters would have to change; null otherwise.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What there is.</param>
    public static string? To(string name, IEnumerable<string> known)
    {
        if (name.Length > 60) return null;
        // A third of the letters may differ, but never all of them.
        var limit = Math.Min(name.Length - 1, Math.Max(1, name.Length / 3));
        string? best = null;
        var least = limit + 1;
        foreach (var candidate in known.Take(2000))
        {
            if (Math.Abs(candidate.Length - name.Length) >= least) continue;
            var distance = Distance(name, candidate);
            if (distance >= least || name == candidate) continue;
            (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Changes of one letter, and swaps of neighbours, that lead from one word to the other; case costs nothing.</summary>
    static int Distance(string a, string b)
    {
        var rows = new int[3, b.Length + 1];
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (now, last, before) = (i % 3, (i - 1) % 3, (i + 1) % 3);
            rows[now, 0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var best = Math.Min(Math.Min(rows[last, j], rows[now, j - 1]) + 1, rows[last, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, rows[before, j - 2] + 1);
                rows[now, j] = best;
            }
        }
        return rows[a.Length % 3, b.Length];
    }
}
