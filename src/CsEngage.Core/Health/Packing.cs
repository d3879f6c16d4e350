namespace CsEngage.Core;

/// <summary>Writes small numbers in few bytes: seven bits a byte, the lowest first (LEB128); signed ones folded so that small stays small (zigzag).</summary>
sealed class Packer
{
    readonly List<byte> bytes = [];

    internal byte[] Packed => [.. bytes];

    internal void Byte(byte value) => bytes.Add(value);

    internal void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    internal void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    internal void Id(Guid value)
    {
        Span<byte> raw = stackalloc byte[16];
        value.TryWriteBytes(raw, bigEndian: true, out _);
        bytes.AddRange(raw);
    }

    /// <summary>A decimal as its scale, sign and digits, without trailing zeros: 12 is two bytes, 0.25 as well.</summary>
    internal void Decimal(decimal value)
    {
        // Dividing by one with all its zeros takes the trailing zeros off.
        var parts = decimal.GetBits(value / 1.0000000000000000000000000000m);
        var high = (uint)parts[2];
        Byte((byte)(((parts[3] >> 16) & 0x1F) | (high != 0 ? 0x40 : 0) | (parts[3] < 0 ? 0x80 : 0)));
        Unsigned((uint)parts[0] | ((ulong)(uint)parts[1] << 32));
        if (high != 0) Unsigned(high);
    }

    /// <summary>A number in steps of 1/10,000.</summary>
    internal void Fixed(double value) => Signed((long)Math.Round(value * 10_000));
}

/// <summary>Reads what <see cref="Packer"/> wrote.</summary>
ref struct Unpacker(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> left = bytes;

    internal readonly bool IsAtEnd => left.IsEmpty;

    internal byte Byte()
    {
        if (left.IsEmpty) throw new FormatException("The snapshot ends too early.");
        var value = left[0];
        left = left[1..];
        return value;
    }

    internal ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return value;
        }
        throw new FormatException("A number in the snapshot is too long.");
    }

    internal long Signed() => Unsigned() is var folded ? (long)(folded >> 1) ^ -(long)(folded & 1) : 0;

    internal Guid Id()
    {
        if (left.Length < 16) throw new FormatException("The snapshot ends too early.");
        var value = new Guid(left[..16], bigEndian: true);
        left = left[16..];
        return value;
    }

    internal decimal Decimal()
    {
        var first = Byte();
        var digits = Unsigned();
        var high = (first & 0x40) != 0 ? (int)(uint)Unsigned() : 0;
        if ((first & 0x1F) > 28) throw new FormatException("A number in the snapshot is too fine.");
        return new decimal((int)(uint)digits, (int)(uint)(digits >> 32), high, (first & 0x80) != 0, (byte)(first & 0x1F));
    }

    internal double Fixed() => Signed() / 10_000.0;
}
