namespace CsEngage.Liquid;

/// <summary>The closed family of things a template can hold.</summary>
public enum LiquidKind : byte
{
    /// <summary>Nothing: <c>nil</c>, and every name that the model does not know.</summary>
    Nil,
    /// <summary>True or false.</summary>
    Bool,
    /// <summary>A whole number of 64 bits.</summary>
    Integer,
    /// <summary>An exact decimal number, as money is.</summary>
    Decimal,
    /// <summary>A binary floating-point number, as Ruby's Float.</summary>
    Float,
    /// <summary>Plain text; escaped when it is written into HTML.</summary>
    Text,
    /// <summary>Text that already is safe HTML; written as it is.</summary>
    Html,
    /// <summary>A moment in time.</summary>
    Instant,
    /// <summary>A calendar date without a time of day.</summary>
    Date,
    /// <summary>A list of values.</summary>
    List,
    /// <summary>Names with values.</summary>
    Map,
    /// <summary>A range of whole numbers, both ends included.</summary>
    Range,
    /// <summary>The word <c>empty</c>: equal to empty text, lists and maps.</summary>
    Empty,
    /// <summary>The word <c>blank</c>: equal to nil, false, white space and whatever is empty.</summary>
    Blank,
}
