using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace CsEngage.Stories;

/// <summary>
/// Every page that can be reached by links, one of each kind, is looked at by axe (WCAG 2.2 AA): on a wide window in English by day, and on the narrowest
/// phone in Japanese at night, where besides nothing may stick out at the side. A new page needs no row here: a link to it is enough.
/// </summary>
[Collection("house")]
public sealed class AccessStory(StoryHouse house)
{
    static readonly string[] Doors = ["/", "/account/sign-in", "/account/forgot", "/p/tailspin/sign-in", "/docs/api", "/nothing-here"];

    [Theory]
    [InlineData("en-US", 1280, false)]
    [InlineData("ja-JP", 320, true)]
    public async Task Every_page_can_be_used_by_everybody(string locale, int width, bool dark)
    {
        await house.Settles();
        var walk = new Walk(Pages());

        await using (var stranger = await Visitor.Arrives(house, locale, width, dark))
        {
            stranger.Forgets("404");
            await walk.From(stranger, Doors);
        }

        await using (var contact = await Visitor.Arrives(house, locale, width, dark))
        {
            await contact.SignsInByMail("/p/tailspin", dark ? "jun@tailspin.example" : "ida@tailspin.example", LinkTo);
            await walk.From(contact, "/p/tailspin", "/p/tailspin/search?q=data", "/p/tailspin/search?q=zebra");
        }

        await using (var csm = await Visitor.Arrives(house, locale, width, dark))
        {
            await csm.SignsInAsStaff("yuki@hakaria.example");
            await walk.From(csm, "/", "/desk");
        }

        await using (var admin = await Visitor.Arrives(house, locale, width, dark))
        {
            await admin.SignsInAsStaff("admin@hakaria.example");
            await walk.From(admin, "/studio", "/admin");
        }

        walk.Found.ShouldBeEmpty(string.Join('\n', walk.Found));
        foreach (var page in (string[])["p/{portal}/guides/{slug}", "desk/accounts/{id:guid}", "studio/guides/{key}", "studio/journeys/{key?}", "admin/mailbox/{id:guid?}", "admin/sending/returns"])
            walk.Seen.ShouldContain(page);
    }

    // All pages of the host, the most exact address first.
    (string Route, TemplateMatcher Matcher)[] Pages() =>
    [
        .. house.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .OrderBy(endpoint => endpoint.RoutePattern.InboundPrecedence)
            .Select(endpoint => (endpoint.RoutePattern.RawText!, new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []))),
    ];

    async Task<string> LinkTo(string address)
    {
        await using var admin = await Visitor.Arrives(house);
        await admin.SignsInAsStaff("admin@hakaria.example");
        return await new Mailroom(admin).SignInLink(address);
    }

    sealed class Walk((string Route, TemplateMatcher Matcher)[] pages)
    {
        static readonly string Axe = File.ReadAllText(AxeFile());

        // What axe says, in lines; "best practices" are advice and not the standard.
        const string Look = """
            async () => {
              const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], preload: false });
              return result.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map(check => check.message).join(' ')}`));
            }
            """;

        const string Links = """
            () => [...document.querySelectorAll('a[href]:not([download])')].map(link => new URL(link.href)).filter(to => to.origin === location.origin).map(to => to.pathname + to.search)
            """;

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public List<string> Found { get; } = [];

        public async Task From(Visitor visitor, params string[] doors)
        {
            var waiting = new Queue<string>(doors);
            while (waiting.TryDequeue(out var address))
            {
                // Handlers are files and deeds; signing out ends the walk.
                if (Route(address) is not { } route || address.Contains("handler=", StringComparison.Ordinal) || route.Contains("sign-out", StringComparison.Ordinal) || !Seen.Add(route)) continue;
                await visitor.Opens(address);
                await visitor.Page.EvaluateAsync(Axe);
                foreach (var fault in await visitor.Page.EvaluateAsync<string[]>(Look)) Found.Add($"{address} {fault}");
                if (!await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")) Found.Add($"{address} sticks out at the side");
                foreach (var link in await visitor.Page.EvaluateAsync<string[]>(Links)) waiting.Enqueue(link);
            }
        }

        string? Route(string address)
        {
            var path = address.Split('?')[0];
            foreach (var (route, matcher) in pages)
                if (matcher.TryMatch(path, [])) return route;
            return null;
        }

        // Among the packages of the client; the program that is tested is started from inside the repository.
        static string AxeFile()
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (Path.Combine(folder.FullName, "src", "CsEngage.Web", "node_modules", "axe-core", "axe.min.js") is var file && File.Exists(file)) return file;
            throw new FileNotFoundException("axe-core is not there: npm ci in src/CsEngage.Web brings it.");
        }
    }
}
