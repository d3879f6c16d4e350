using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CsEngage.Bench.Floors;

/// <summary>
/// The least that could be called a signed-in portal home: cookie → session, contact and account, checkpoints (three prepared SQLite reads), then
/// HTML of the asked size, in which each text of the page, the titles of the guides among them, is escaped as it is written into the response. No view is recorded.
/// </summary>
static class PageFloor
{
    const int Contacts = 100_000, PerAccount = 10, Checkpoints = 9, Guides = 2000;

    public static void Run(string url, string file, int bytes)
    {
        if (!File.Exists(file)) Fill(file);
        var titles = Enumerable.Range(1, Guides).Select(n => string.Create(CultureInfo.InvariantCulture, $"Tips & tricks {n}")).ToArray();
        using var readers = new ThreadLocal<Reader>(() => new Reader(file));

        var app = Kestrel.At(url);
        app.Run(async context =>
        {
            var response = context.Response;
            if (!long.TryParse(context.Request.Cookies["s"], out var session) || readers.Value!.Read(session) is not { } page)
            {
                response.StatusCode = 401;
                return;
            }
            response.ContentType = "text/html; charset=utf-8";
            var html = new Html(response.BodyWriter, bytes + 256);
            html.Raw("<!doctype html><html lang=en><title>"u8).Text(page.Account).Raw("</title><h1>Good morning, "u8).Text(page.Name).Raw(".</h1><ol>"u8);
            foreach (var (title, reached) in page.Checkpoints) html.Raw(reached ? "<li class=reached>"u8 : "<li>"u8).Text(title).Raw("</li>"u8);
            html.Raw("</ol><ul>"u8);
            for (var at = 0; html.Length < bytes - 12; at = (at + 1) % titles.Length)
                html.Raw("<li class=\"guide\"><a href=\"/p/crowd/guides/tips-and-tricks\">"u8).Text(titles[at]).Raw("</a><span class=\"quiet small\">1 min</span></li>\n"u8);
            response.ContentLength = html.Raw("</ul></html>"u8).Length;
            response.BodyWriter.Advance(html.Length);
            await response.BodyWriter.FlushAsync();
        });
        app.Run();
    }

    /// <summary>Writes into one piece of the response's own memory.</summary>
    ref struct Html(System.IO.Pipelines.PipeWriter writer, int most)
    {
        readonly Span<byte> room = writer.GetSpan(most);

        public int Length { get; private set; }

        [UnscopedRef]
        public ref Html Raw(ReadOnlySpan<byte> text)
        {
            text.CopyTo(room[Length..]);
            Length += text.Length;
            return ref this;
        }

        [UnscopedRef]
        public ref Html Text(string text)
        {
            foreach (var c in text)
            {
                switch (c)
                {
                    case '&': Raw("&amp;"u8); break;
                    case '<': Raw("&lt;"u8); break;
                    case '>': Raw("&gt;"u8); break;
                    case '"': Raw("&quot;"u8); break;
                    case '\'': Raw("&#39;"u8); break;
                    case < '\u0080': room[Length++] = (byte)c; break;
                    default: Length += Encoding.UTF8.GetBytes([c], room[Length..]); break;
                }
            }
            return ref this;
        }
    }

    sealed record Page(string Account, string Name, List<(string Title, bool Reached)> Checkpoints);

    sealed class Reader : IDisposable
    {
        readonly SqliteConnection connection;
        readonly SqliteCommand session, person, checkpoints;

        public Reader(string file)
        {
            connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
            connection.Open();
            session = Prepare("SELECT contact FROM sessions WHERE id = $id");
            person = Prepare("SELECT c.name, a.name, a.id FROM contacts c JOIN accounts a ON a.id = c.account WHERE c.id = $id");
            checkpoints = Prepare("SELECT title, reached FROM checkpoints WHERE account = $id ORDER BY place");
        }

        public Page? Read(long id)
        {
            session.Parameters[0].Value = id;
            if (session.ExecuteScalar() is not long contact) return null;
            person.Parameters[0].Value = contact;
            string name, account;
            using (var row = person.ExecuteReader())
            {
                row.Read();
                (name, account, checkpoints.Parameters[0].Value) = (row.GetString(0), row.GetString(1), row.GetInt64(2));
            }
            var list = new List<(string, bool)>(Checkpoints);
            using var rows = checkpoints.ExecuteReader();
            while (rows.Read()) list.Add((rows.GetString(0), rows.GetInt64(1) != 0));
            return new Page(account, name, list);
        }

        public void Dispose() => connection.Dispose();

        SqliteCommand Prepare(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Parameters.Add("$id", SqliteType.Integer);
            command.Prepare();
            return command;
        }
    }

    static void Fill(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            PRAGMA journal_mode = WAL;
            BEGIN;
            CREATE TABLE sessions (id INTEGER PRIMARY KEY, contact INTEGER NOT NULL);
            CREATE TABLE contacts (id INTEGER PRIMARY KEY, account INTEGER NOT NULL, name TEXT NOT NULL);
            CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE checkpoints (account INTEGER NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, reached INTEGER NOT NULL, PRIMARY KEY (account, place)) WITHOUT ROWID;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Contacts})
              INSERT INTO contacts SELECT i, 1 + i / {PerAccount}, 'Contact <' || i || '>' FROM n;
            INSERT INTO sessions SELECT id, id FROM contacts;
            INSERT INTO accounts SELECT DISTINCT account, 'Account & sons ' || account FROM contacts;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Checkpoints})
              INSERT INTO checkpoints SELECT a.id, n.i, 'Checkpoint ' || n.i, n.i <= a.id % {Checkpoints} FROM accounts a CROSS JOIN n;
            COMMIT;
            """;
        command.ExecuteNonQuery();
    }
}
