using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CsEngage.Store.Accounts;

namespace CsEngage.Web.Api;

/// <summary>Where a page of a list ended, as text that means nothing to anybody else: what looks opaque is not built upon.</summary>
static class Cursor
{
    public const string Wrong = "must be the `next` of the page before, as it was given";

    public static string Of(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    public static string Of(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    public static Guid? Id(string cursor) => Bytes(cursor) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : null;

    public static string? Text(string cursor) => Bytes(cursor) is { Length: > 0 } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public static string Of(Place place) => Of(string.Create(CultureInfo.InvariantCulture, $"{place.At.ToUnixTimeMilliseconds()} {place.Rank} {place.Id}"));

    public static Place? Place(string cursor) =>
        Text(cursor)?.Split(' ', 3) is [var at, var rank, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var kind) && (kind is 1 or 2 or 3 || Guid.TryParse(id, out _))
            ? new Place(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), kind, id) : null;

    static byte[]? Bytes(string cursor) => cursor.Length < 2000 && Base64Url.IsValid(cursor) ? Base64Url.DecodeFromChars(cursor) : null;
}

/// <summary>A page of a list; <c>next</c> goes into <c>?after=</c> and is absent on the last page.</summary>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? Next);

static class Pages
{
    /// <summary>The answer from one more than was asked for: whether there is a next page is then known without counting.</summary>
    public static IResult Of<TRow, TItem>(IReadOnlyList<TRow> oneMore, int limit, Func<TRow, TItem> item, Func<TRow, string> cursor) => Results.Json(
        new PageBody<TItem>([.. oneMore.Take(limit).Select(item)], oneMore.Count > limit ? cursor(oneMore[limit - 1]) : null), ApiJson.Options);

    /// <summary>A page of a short list that was read whole.</summary>
    public static IResult OfAll<TRow, TItem>(IEnumerable<TRow> all, Asked asked, Func<TRow, Guid> id, Func<TRow, TItem> item)
    {
        var (limit, after) = (asked.Limit, asked.AfterId());
        asked.Check();
        var rest = after is null ? all : all.SkipWhile(row => id(row) != after).Skip(1);
        return Of([.. rest.Take(limit + 1)], limit, item, row => Cursor.Of(id(row)));
    }
}
