using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace CsEngage.Store.Content;

/// <summary>What is known of media; the bytes stand in the media folder under the id.</summary>
public sealed class MediaShelf(Database database)
{
    public Task Add(Media media) => database.Writer.Do(async transaction =>
    {
        await transaction.Add(RowOf(media));
        transaction.Wake("content");
    });

    /// <summary>False when its key is taken: the bytes of a name never change.</summary>
    internal static async Task<bool> AddNew(WriteTransaction transaction, Media media)
    {
        if (await transaction.Number("SELECT count(*) FROM media WHERE key = $1", media.Key) > 0) return false;
        await transaction.Add(RowOf(media));
        return true;
    }

    static MediaRow RowOf(Media media) => new()
    {
        Id = media.Id, Key = media.Key, FileName = media.FileName, Type = media.Type, Bytes = media.Bytes, Sum = [.. media.Sum], Width = media.Width, Height = media.Height,
        Alt = StoredJson.Localized(media.Alt), Link = media.Link, CreatedAt = media.CreatedAt, CreatedBy = media.CreatedBy,
    };

    public async Task<Media?> Find(Guid id)
    {
        await using var db = database.Read();
        return await db.Set<MediaRow>().FirstOrDefaultAsync(row => row.Id == id) is { } row ? Record(row) : null;
    }

    public async Task<Media?> Find(string key)
    {
        await using var db = database.Read();
        return await db.Set<MediaRow>().FirstOrDefaultAsync(row => row.Key == key) is { } row ? Record(row) : null;
    }

    public async Task<ImmutableArray<Media>> All()
    {
        await using var db = database.Read();
        return [.. (await db.Set<MediaRow>().Where(row => row.ArchivedAt == null).OrderByDescending(row => row.CreatedAt).ToListAsync()).Select(Record)];
    }

    public Task<int> Archive(Guid id, DateTimeOffset? at) => database.Writer.Do(transaction => transaction.Execute("UPDATE media SET archived_at = $1 WHERE id = $2", at, id));

    static Media Record(MediaRow row) => new(row.Id, row.Key, row.FileName, row.Type, row.Bytes, [.. row.Sum], row.Width, row.Height, StoredJson.Localized(row.Alt), row.Link, row.CreatedAt, row.CreatedBy, row.ArchivedAt);
}
