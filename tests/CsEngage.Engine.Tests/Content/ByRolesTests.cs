using System.Collections.Immutable;
using CsEngage.Engine.Content;

namespace CsEngage.Engine.Tests.Content;

public sealed class ByRolesTests
{
    [Fact]
    public void Readers_of_the_same_roles_share_an_answer_and_no_others_do()
    {
        var (known, asked) = (new ByRoles<string>(), 0);
        string Of(params ImmutableArray<string> roles) => known.Get(roles, () => { asked++; return string.Join('+', roles); });
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Of().ShouldBe("");
            Of("admin").ShouldBe("admin");
            Of("admin", "sponsor").ShouldBe("admin+sponsor");
            Of("sponsor").ShouldBe("sponsor");
        }
        asked.ShouldBe(4);
    }

    [Fact]
    public void However_many_sets_of_roles_there_are_each_is_answered_for_itself()
    {
        var known = new ByRoles<int>();
        foreach (var _ in Enumerable.Range(0, 2))
            foreach (var n in Enumerable.Range(0, 1000)) known.Get([$"role-{n}"], () => n).ShouldBe(n);
    }
}
