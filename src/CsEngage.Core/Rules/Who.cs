using System.Collections.Immutable;
using System.Globalization;

namespace CsEngage.Core;

/// <summary>How a <see cref="Who"/> chooses.</summary>
enum WhoKind { This, Role, Any, All, AtLeast }

/// <summary>
/// By whom. A role is a set of contacts taken together. Any, all and at-least ask each contact alone: a figure by any contact is that of the
/// foremost one, by all contacts that of the hindmost, by at least three that of the third.
/// </summary>
sealed record Who(WhoKind Kind, string? Role = null, int AtLeast = 1)
{
    internal static readonly Who This = new(WhoKind.This);

    internal bool IsThis => Kind == WhoKind.This;

    internal bool Includes(Member member, in Reading reading) =>
        member.IsThere(reading.Now) && (Role is null || member.HasRole(Role, reading.Now, reading.Seen));

    /// <summary>Which one counts, from the foremost: 0 is the foremost, n - 1 the hindmost.</summary>
    internal int Rank(int contacts) => Kind switch { WhoKind.All => contacts - 1, WhoKind.AtLeast => AtLeast - 1, _ => 0 };

    /// <summary>By whom, as a text and in its parts, so that a screen can word it.</summary>
    internal void Tell(ImmutableArray<Argument>.Builder arguments)
    {
        arguments.Add(new("who", Quantity.Of(ToString())));
        arguments.Add(new("who-kind", Quantity.Of(Kind switch { WhoKind.This => "this", WhoKind.Role => "role", WhoKind.Any => "any", WhoKind.All => "all", _ => "at-least" })));
        if (Role is not null) arguments.Add(new("role", Quantity.Of(Role)));
        if (Kind == WhoKind.AtLeast) arguments.Add(new("at-least", Quantity.Of((decimal)AtLeast)));
    }

    public override string ToString() => (Kind, Role) switch
    {
        (WhoKind.This, _) => "this contact",
        (WhoKind.Role, _) => $"role {Quoted.Write(Role!)}",
        (_, null) => Contacts,
        _ => $"{Contacts} with role {Quoted.Write(Role)}",
    };

    string Contacts => Kind switch
    {
        WhoKind.Any => "any contact",
        WhoKind.All => "all contacts",
        _ => string.Create(CultureInfo.InvariantCulture, $"at least {AtLeast} {(AtLeast == 1 ? "contact" : "contacts")}"),
    };
}
