using System.Globalization;

namespace CsEngage.Liquid;

/// <summary>What is written: plain text, or HTML with every value escaped that is not known as safe.</summary>
public enum LiquidOutputMode : byte
{
    /// <summary>Values are written as they are.</summary>
    Text,
    /// <summary>Values are escaped, except those of kind <see cref="LiquidKind.Html"/>.</summary>
    Html,
}

/// <summary>What happens when a template writes something that the model does not have.</summary>
public enum LiquidMissing : byte
{
    /// <summary>Nothing is written.</summary>
    Empty,
    /// <summary>
    /// Writing or looping over a name that the model does not know is an error, unless <c>default</c> follows.
    /// Conditions may ask for any name.
    /// </summary>
    Undefined,
    /// <summary>As <see cref="Undefined"/>, and so is writing <c>nil</c>: for mails, which never print a blank.</summary>
    Nil,
}

/// <summary>The circumstances of one rendering.</summary>
public sealed record LiquidRenderOptions
{
    /// <summary>Plain text, English, UTC, at the start of 1970, standard limits.</summary>
    public static LiquidRenderOptions Standard { get; } = new();

    /// <summary>Names of months and days in the <c>date</c> filter; registered filters may use it for more.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>The zone that moments are shown in and that times without an offset are read in.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What <c>'now' | date</c> means.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Text or HTML.</summary>
    public LiquidOutputMode Mode { get; init; }

    /// <summary>What happens with names that the model does not have.</summary>
    public LiquidMissing Missing { get; init; }

    /// <summary>What the rendering may cost.</summary>
    public LiquidLimits Limits { get; init; } = LiquidLimits.Standard;

    /// <summary>What <see cref="LiquidLimits.Deadline"/> is measured with; nothing that a template writes depends on it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// What steady filters depend on beside what they are given, as one object for all renderings in which it is the same; language and mode belong to it.
    /// Then a loop may write rows that are alike as it wrote the first of them. Null: each row is written anew.
    /// </summary>
    public object? Steady { get; init; }

    /// <summary>Anything that registered filters and tags need, handed to them as <see cref="LiquidContext.State"/>.</summary>
    public object? State { get; init; }
}
