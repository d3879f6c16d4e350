using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CsEngage.Core;

/// <summary>
/// The draw of an experiment: the same account draws the same number for the same journey for ever, so that nobody changes sides by entering
/// again, and nothing random is needed.
/// </summary>
public static class Draw
{
    /// <summary>
    /// u = first 8 bytes of SHA-256(salt ‖ journey key ‖ account id) / 2⁶⁴, in [0, 1); texts as UTF-8, the id in its 36 characters.
    /// The unit is the account, also in contact journeys.
    /// </summary>
    public static double Of(string salt, string journey, Guid account) => Fraction($"{salt}{journey}{account:D}");

    /// <summary>A number of its own for one split, derived from the recorded draw, so that two splits are independent of each other.</summary>
    public static double For(double draw, string split) => Fraction(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{draw:R}{split}"));

    /// <summary>The arm of a split for a draw.</summary>
    public static Arm ArmOf(Step.Split split, double draw, string path)
    {
        var u = (decimal)For(draw, path) * 100;
        foreach (var arm in split.Arms)
        {
            if (u < arm.Percent) return arm;
            u -= arm.Percent;
        }
        return split.Arms[^1];
    }

    // 53 of the 64 bits are what a double holds; dividing all 64 could round up to 1.
    static double Fraction(string text) => (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) >> 11) / (double)(1UL << 53);
}
