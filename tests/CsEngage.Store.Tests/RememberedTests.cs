using CsEngage.Store;

namespace CsEngage.Store.Tests;

public sealed class RememberedTests
{
    [Fact]
    public async Task It_is_read_once_and_again_after_a_wake_up()
    {
        await using var wakeUp = new WakeUp();
        var reads = 0;
        using var remembered = new Remembered<string>(wakeUp, "content", () => Task.FromResult($"{++reads}"));

        (await remembered.Value()).ShouldBe("1");
        (await remembered.Value()).ShouldBe("1");
        wakeUp.Raise("definitions");
        (await remembered.Value()).ShouldBe("1");
        wakeUp.Raise("content");
        (await remembered.Value()).ShouldBe("2");
    }

    [Fact]
    public async Task What_is_published_while_it_is_read_is_seen_by_the_next_reader()
    {
        await using var wakeUp = new WakeUp();
        var published = "old";
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var remembered = new Remembered<string>(wakeUp, "content", async () =>
        {
            var seen = published;
            asked.TrySetResult();
            await answer.Task;
            return seen;
        });

        var first = remembered.Value();
        await asked.Task;
        published = "new";
        wakeUp.Raise("content");
        answer.SetResult();
        (await first).ShouldBe("old");
        (await remembered.Value()).ShouldBe("new");
    }

    [Fact]
    public async Task A_reading_that_failed_is_not_kept()
    {
        await using var wakeUp = new WakeUp();
        var fails = true;
        using var remembered = new Remembered<string>(wakeUp, "content", () => fails ? Task.FromException<string>(new IOException("gone")) : Task.FromResult("there"));

        await Should.ThrowAsync<IOException>(() => remembered.Value());
        fails = false;
        (await remembered.Value()).ShouldBe("there");
    }
}
