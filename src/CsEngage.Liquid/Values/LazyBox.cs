namespace CsEngage.Liquid.Values;

/// <summary>A value that is computed when first read. Maps and lists hand out what is inside, so no filter ever meets one.</summary>
sealed class LazyBox(Func<LiquidValue> value) : LiquidObject(LiquidKind.Nil)
{
    readonly Lock _once = new();
    Func<LiquidValue>? _compute = value;
    LiquidValue _value;

    internal LiquidValue Value
    {
        get
        {
            lock (_once)
            {
                if (_compute is null) return _value;
                _value = _compute().Resolved();
                _compute = null;
                return _value;
            }
        }
    }
}
