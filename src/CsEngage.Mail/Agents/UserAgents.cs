using System.Text.RegularExpressions;

namespace CsEngage.Mail.Agents;

/// <summary>Who stands behind a request for a tracked link, a picture or a page.</summary>
public enum AgentKind
{
    /// <summary>A person's browser, as far as can be told.</summary>
    Human,

    /// <summary>A proxy or prefetcher that acts for a person and may act without one: picture proxies of mail providers, link previews, privacy relays.</summary>
    ProbableMachine,

    /// <summary>A crawler, scanner, monitor or library.</summary>
    Machine,
}

/// <summary>
/// Tells machines from people by what they say of themselves: the User-Agent (RFC 9110 §10.1.5), the method and prefetch headers. A security scanner that lies about its name is not
/// caught here; that takes the time of the click and is decided where signals are counted.
/// </summary>
public static class UserAgents
{
    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    const int Longest = 1000;

    static readonly Regex Proxies = new("googleimageproxy|yahoomailproxy|yahoo! ?slurp.*mail|ggpht\\.com|outlook-?(ios|android)?[-/ ]?(proxy|prefetch)|bingpreview|slackbot-linkexpanding|slack-imgproxy|facebookexternalhit|whatsapp/|telegrambot|discordbot|skypeuripreview|microsoftpreview|linkedinbot|twitterbot|line-poker|via [^()]*proxy", Options);

    // What machines call themselves, or their trade.
    static readonly Regex[] Trades =
    [
        new("bots?([^a-z]|$)|bot_|robot|crawl|spider|slurp|scrap(e|er|y|ing)|\\bscan|[^m]scan(ner|\\b)|archive|fetch(er|\\b)|\\bindex(er|ing)|harvest|validat(or|ion)|check(er|s)?\\b|linkcheck|monitor|uptime|pingdom|statuscake|site24x7|24x7|newrelic|datadog|dynatrace|dejaclick|rigor\\b|pageburst|mixnode|ruxit|gomez|synthetic|catchpoint|speedcurve|ptst[ /]|pagespeed|lighthouse|gtmetrix|webpagetest|benchmark", Options),
        new("headless|phantom(js|as)|selenium|playwright|puppeteer|cypress|webdriver|electron.*(test|bot)|slimerjs|splash|nightmare|zombie", Options),
        new("curl|wget|httpie|libwww-perl|lwp[-: /]|python|aiohttp|httpx|urllib|requests/|go-http|okhttp|java[/ ]\\d|\\(java\\)|apache-httpclient|httpclient|http_client|jakarta|guzzle|axios|node-fetch|node\\.js|\\bnode\\b|superagent|got[ /(]|ruby|faraday|mechanize|perl|php[/ ]|winhttp|xmlhttp|restsharp|postman|insomnia|feign|reactor-netty|libcurl|snoopy|httrack|webcopier|webzip|teleport|offline|download(er)?\\b|getright|gozilla|igetter|wordpress|drupal|joomla|movabletype", Options),
        new("feed|rss\\b|librss|rssowl|\\brss|reeder|aggregator|subscriber|reader/|podcast|news(blur|paper|gator|reader|bot)|bloglovin|simplepie|magpie|spinn3r|omea", Options),
        new("preview|thumbnail|screenshot|snapshot|capture|favicon|site-?verif|snippet|embedly|oembed|metadata|unfurl|linkpreview|duplexweb|adsense|mediapartners|apis-google|feedburner|googleweblight|google(messages|weblight)|google[- ](cloud|read|page|site|structured|web|safety|inspection|search|favicon|producer|extended|other)", Options),
        new("proxy|transcoder|translat|anonymouse|secureurl|safebrowsing|safelink|urldefense|proofpoint|barracuda|mimecast|messagelabs|symantec|kaspersky|trend ?micro|forcepoint|bluecoat|zscaler|websense|fireeye|sophos|burp|nikto|sqlmap|nmap|nessus|nuclei|openvas|acunetix|netsparker|foregenix|qualys|masscan|zgrab|censys|shodan|xtate|virustotal|threat|security|vulnerab|pentest|audit", Options),
        new("seo(kicks|\\b|tools|scan)|analy[sz]|analytics|insight|measur|tracker|rank(ing|er)?[^a-z]|backlink|majestic|ahrefs|semrush|moz\\.com|sistrix|builtwith|datanyze|marketgoo|wappalyzer|whatcms|netcraft|domain(tools|re)|reanimator|woorank|hubspot|hypefactors|outbrain|taboola|optimiz", Options),
        new("chatgpt|openai|gptbot|claude-|anthropic|perplexity|cohere-ai|bytespider|bytedance|ai2bot|diffbot|nutch|heritrix|larbin|teoma|ezooms|yandex\\.com/|yandex(images|direct|metrika|favicons|webmaster|pagechecker)|baidu(spider| transcoder)|sogou|naver(bot|mailapp)|yeti/|daum|coccoc|exalead|qwantify|duckduck(go|bot)-?favicons|seznam|mail\\.ru/|ia_archiver|wayback|w3c[-_]|w3c_|jigsaw|css-validator|mobileok|cloudflare|cloudfront|fastly|varnish|nginx|hosttracker|healthcheck|nagios|check_http|health ?check|probe|inspect|detect|collector|retriev|grab(ber|\\b)|catch|extract|parser|parse\\b|http client|agent[/ ]\\d|agent\\b.{0,10}$|server\\b|service\\b|daemon|cron|scheduler|manager|library|framework|avsdevicesdk/|\\bapi\\b|webhook|advisor|\\bbw/\\d|-http/|sender\\b|mailer|tasks?$|resolver|batch|toolkit|tools|devtools|simulator|emulator|test(er|ing)|loadtest|firephp|apachebench|siege|wrk/|jmeter|locust|k6/|vegeta", Options),
    ];

    // A page or an address of the owner: browsers carry none.
    static readonly Regex Addresses = new("\\+?https?://|www\\.[a-z0-9-]+\\.[a-z]|[a-z0-9._-]+@[a-z0-9-]+\\.[a-z]|\\(\\+|[ (;]\\+[a-z]|burpcollaborator|(^|[;(] ?)(([a-z0-9-]+\\.)+(com|net|org|io|de|co|dev|ru|fr|jp|app|ai|it)(/[a-z]|[;)]))|bit\\.ly/|rb\\.gy/", Options);

    // A bare name, or a name and version, with nothing of a browser around it.
    static readonly Regex Bare = new("^[\\w .:%()|#&!,'+-]*(/v?[\\w.\\-#]+)?$|^\\d+$|^.{0,5}$|^mozilla/\\d\\.\\d( \\((compatible|windows|macintosh|java)?;?\\))?( [a-z.-]+(/[\\d.]+)?)?$", Options);

    static readonly Regex Shapes = new("^mozilla/5\\.0 \\(compatible; [a-z][\\w .-]*(/[\\w.]+)?\\)?$|^(swcd|duckduckgo|hwcdn|email|anonymous|azure-logic-apps)\\b|^[a-z]+\\||^mozilla/4\\.[0-9]+ \\(compatible; (win32|synapse|netcraft|ics|crawler)|\\brexx;|offbyone|^[\"'<]|\\broot@|selector|\\buser-agent:|^(user-agent|agent|client|custom|unknown|null|undefined|none|test|-)([ :/]|$)", Options);

    // Browsers and apps whose names trip over the words above, or that look bare.
    static readonly Regex Known = new("cubot|amiga|ibrowse|netpositive|charon|^(lynx|links|elinks|w3m|dillo|netsurf|konqueror|amaya|galeon|midori|uzbl|surf|icab|omniweb|opera|ucweb|nokia|samsung|blackberry|sonyericsson|mot-|lg[-/]|sie-|htc[_-]|sharp|docomo|kddi|softbank|j-phone|vodafone|up\\.browser|dolfin|googleapp|fban|\\[fban|instagram|pinterest|snapchat/|tiktok|musical_ly|line/|kakaotalk|mobilesafari|safari|msie|microsoft office|outlook|thunderbird|applemail|gsa/|playstation|nintendo|roku|appletv|smart-?tv|webos|tizen|surfboard|curl-?impersonate-browser)|ms-office|msoffice|microsoft outlook|thunderbird/|airmail|spark/", Options);

    /// <summary>Judges a User-Agent.</summary>
    /// <param name="agent">The header; absent or empty is a machine's.</param>
    public static AgentKind Of(string? agent)
    {
        if (string.IsNullOrWhiteSpace(agent)) return AgentKind.Machine;
        var text = agent.Length > Longest ? agent[..Longest] : agent.Trim();
        if (Proxies.IsMatch(text)) return AgentKind.ProbableMachine;
        if (Known.IsMatch(text)) return AgentKind.Human;
        return Trades.Any(t => t.IsMatch(text)) || Addresses.IsMatch(text) || Bare.IsMatch(text) || Shapes.IsMatch(text) || (text.Length > 50 && !text.Contains(' ')) ? AgentKind.Machine : AgentKind.Human;
    }

    /// <summary>Judges a request: HEAD and prefetches are not a person's, whatever the browser.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="agent">User-Agent.</param>
    /// <param name="purpose">Sec-Purpose, Purpose or X-Purpose, whichever is there.</param>
    public static AgentKind Of(string method, string? agent, string? purpose)
    {
        var kind = Of(agent);
        if (kind == AgentKind.Machine) return kind;
        if (method.Equals("HEAD", StringComparison.OrdinalIgnoreCase) || method.Equals("OPTIONS", StringComparison.OrdinalIgnoreCase)) return AgentKind.Machine;
        return purpose is not null && (purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("preview", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase)) ? AgentKind.ProbableMachine : kind;
    }
}
