namespace CsEngage.Mail.Smtp;

/// <summary>As many places as there may be connections, and who waits for one, in the order of coming.</summary>
sealed class SmtpPlaces(int count)
{
    readonly Lock gate = new();
    readonly LinkedList<SmtpTurn> waiting = new();
    int free = count;

    /// <summary>Waits for a place; the session that comes with it has already said the opening of this turn.</summary>
    /// <exception cref="OperationCanceledException">The turn was stopped while it waited.</exception>
    public async ValueTask<SmtpSession?> Take(SmtpTurn turn)
    {
        LinkedListNode<SmtpTurn> place;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                turn.HasPlace = true;
                return null;
            }
            place = waiting.AddLast(turn);
        }
        await using var stopping = turn.Stop.UnsafeRegister(static (me, token) => ((SmtpTurn)me!).TrySetCanceled(token), turn);
        try
        {
            var session = await turn.Task;
            turn.HasPlace = true;
            return session;
        }
        finally
        {
            // Who was stopped still stands in the line, and holds its message.
            lock (gate) if (place.List is not null) waiting.Remove(place);
        }
    }

    /// <summary>Takes the first of the line out of it, for a session that can open it at once; null when nobody waits or the first does not fit.</summary>
    public SmtpTurn? Next(SmtpSession session)
    {
        lock (gate)
        {
            if (waiting.First is not { } first || first.Value.Task.IsCompleted || !session.CanOpen(first.Value)) return null;
            waiting.RemoveFirst();
            return first.Value;
        }
    }

    /// <summary>Gives a place to the next of the line.</summary>
    public void Release()
    {
        lock (gate)
        {
            while (waiting.First is { } first)
            {
                waiting.RemoveFirst();
                if (first.Value.TrySetResult(null)) return;
            }
            free++;
        }
    }
}
