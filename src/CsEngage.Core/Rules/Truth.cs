namespace CsEngage.Core;

/// <summary>Three-valued truth: what is not known is neither true nor false.</summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,
    /// <summary>It cannot be told: a value is missing, or nobody is there to ask about.</summary>
    Unknown,
    /// <summary>It holds.</summary>
    True,
}
