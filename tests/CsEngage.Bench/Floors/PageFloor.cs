using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CsEngage.Bench.Floors;

/// <summary>
/// The least that could be called a signed-in portal home: cookie → session, contact and account, checkpoints (three prepared
/// SQLite reads), then escaped HTML of the asked size, written straight to the response. No view is recorded.
/// </summary>
static class PageFloor
{
    const int Contacts = 100_000, PerAccount = 10, Checkpoints = 9;

    public static void Run(string url, string file, int bytes)
    {
        if (!File.Exists(file)) Fill(file);
        var filler = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<li class=\"guide\"><a href=\"/g\">A guide that fills the page</a></li>\n", 1 + (bytes / 70))));
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
            var html = new StringBuilder(4096)
                .Append("<!doctype html><html lang=en><title>").Append(WebUtility.HtmlEncode(page.Account)).Append("</title><h1>Good morning, ")
                .Append(WebUtility.HtmlEncode(page.Name)).Append(".</h1><ol>");
            foreach (var (title, reached) in page.Checkpoints)
                html.Append(reached ? "<li class=reached>" : "<li>").Append(WebUtility.HtmlEncode(title)).Append("</li>");
            html.Append("</ol><ul>");
            var head = Encoding.UTF8.GetBytes(html.ToString());
            response.ContentLength = Math.Max(bytes, head.Length + 12);
            response.BodyWriter.Write(head);
            response.BodyWriter.Write(filler.AsSpan(0, (int)response.ContentLength - head.Length - 12));
            response.BodyWriter.Write("</ul></html>"u8);
            await response.BodyWriter.FlushAsync();
        });
        app.Run();
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
