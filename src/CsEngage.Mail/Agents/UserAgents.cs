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

    // Names of devices and add-ons that hold a trade's word by accident; they are taken out before anything is asked.
    static readonly Regex Harmless = new("cubot|optimizedie\\d*|(https?://)?(www\\.)?bsalsa\\.com/?|embedded web browser from:?|(https?://)?(www\\.)?avantbrowser\\.com/?|search ?toolbar|tablet pc|internet ?security ?browser|antivir|media center pc|daumapps|bytedancewebview|coc_coc_browser|yandexsearch|naver\\(inapp|searchcraft|download ?manager|safe ?search", Options);

    static readonly Regex Proxies = new("googleimageproxy|yahoomailproxy|yahoo! ?slurp.*mail|ggpht\\.com|outlook-?(ios|android)?[-/ ]?(proxy|prefetch)|bingpreview|slackbot-linkexpanding|slack-imgproxy|facebookexternalhit|whatsapp/|telegrambot|discordbot|skypeuripreview|microsoftpreview|linkedinbot|twitterbot|line-poker|edge/12\\.246 mozilla/5\\.0$|via [^()]*proxy", Options);

    // What machines call themselves, or their trade: nobody's browser says so.
    static readonly Regex[] Trades =
    [
        new("bots?([^a-z]|$)|bot_|robot|crawl|spider|slurp|scrap(e|er|y|ing)|\\bscan|[^m]scan(ner|\\b)|archive|fetch(er|\\b)|\\bindex(er|ing)|harvest|validat(or|ion)|check(er|s)?\\b|linkcheck|monitor|uptime|pingdom|statuscake|site24x7|24x7|newrelic|datadog|dynatrace|dejaclick|rigor\\b|pageburst|mixnode|ruxit|gomez|synthetic|catchpoint|speedcurve|ptst[ /]|pagespeed|lighthouse|webpagetest|benchmark", Options),
        new("headless|phantom(js|as)|selenium|playwright|puppeteer|cypress|webdriver|electron.*(test|bot)|slimerjs|splash|nightmare|zombie|wechatdevtools|firephp", Options),
        new("curl|wget|httpie|libwww-perl|lwp[-: /]|python|aiohttp|httpx|urllib|requests/|go-http|okhttp|java[/ ]\\d|\\(java\\)|apache-httpclient|httpclient|http_client|jakarta|guzzle|axios|node-fetch|node\\.js|\\bnode\\b|superagent|\\bgot[ /(]|ruby|faraday|mechanize|\\bperl|php[/ ]|winhttp|powershell|office (protocol|existence) discovery|xmlhttp|restsharp|postman|insomnia|feign|reactor-netty|libcurl|snoopy|httrack|webcopier|webzip|teleport|offline|download(er)?\\b|getright|gozilla|igetter|wordpress|drupal|joomla|movabletype", Options),
        new("feed|rss\\b|librss|rssowl|\\brss|reeder|aggregator|subscriber|podcast|news(blur|paper|gator|reader|bot)|bloglovin|simplepie|magpie|spinn3r|omea", Options),
        new("preview|thumbnail|screenshot|snapshot|capture|favicon|site-?verif|snippet|embedly|oembed|metadata|unfurl|linkpreview|duplexweb|adsense|mediapartners|apis-google|feedburner|googleweblight|google(messages|weblight)|google[- ](cloud|read|page|site|structured|web|safety|inspection|search|favicon|producer|extended|other)", Options),
        new("proxy|transcoder|translat|anonymouse|secureurl|safebrowsing|safelink|urldefense|proofpoint|barracuda|mimecast|messagelabs|symantec|forcepoint|bluecoat|zscaler|websense|fireeye|sophos|burp|nikto|sqlmap|nmap|nessus|nuclei|openvas|acunetix|netsparker|foregenix|qualys|masscan|zgrab|censys|shodan|xtate|virustotal|threat|security|vulnerab|pentest|audit(or|bot|s?\\b)", Options),
        new("seo(kicks|\\b|tools|scan)|analytics|analy[sz]er|tracker|rank(ing|er)?[^a-z]|backlink|majestic|ahrefs|semrush|moz\\.com|sistrix|builtwith|datanyze|marketgoo|wappalyzer|whatcms|netcraft|domain(tools|re)|reanimator|woorank|hubspot|hypefactors|outbrain|taboola|optimizer|lead ?gen", Options),
        new("chatgpt|openai|gptbot|claude-|anthropic|perplexity|cohere-ai|bytespider|bytedance|ai2bot|diffbot|nutch|heritrix|larbin|teoma|ezooms|yandex\\.com/|yandex(images|direct|metrika|favicons|webmaster|pagechecker)|baidu(spider| transcoder)|sogou|naver(bot|mailapp)|yeti/|daum(oa|/)|exalead|qwantify|duckduck(go|bot)-?favicons|ia_archiver|wayback|w3c[-_]|w3c_|jigsaw|css-validator|mobileok|cloudflare|cloudfront|fastly|varnish|nginx|hosttracker|healthcheck|nagios|check_http|health ?check|inspect|collector|retriever|parser\\b|http client|-http/|loadtest|apachebench|siege|wrk/|jmeter|locust|k6/|vegeta|advisor|\\bbw/\\d", Options),
    ];

    // Words of a trade that stand in the strings of some browsers too, as an add-on or a device; they count only where there is no browser around them.
    static readonly Regex[] Hints =
    [
        new("reader/|analy[sz]|insight|measur|kaspersky|trend ?micro|seznam|mail\\.ru/|probe|detect|retriev|grab(ber|\\b)|catch|extract|parse\\b|agent[/ ]\\d|agent\\b.{0,10}$|server\\b|service\\b|daemon|cron|scheduler|manager|library|framework|avsdevicesdk/|\\bapi\\b|webhook|sender\\b|mailer|tasks?$|resolver|batch|toolkit|tools|simulator|emulator|test(er|ing)|optimiz|audit", Options),
        // One name, one version and one remark that names no device: browsers always say what they run on.
        new("^[\\w.@-]+( [\\w.@-]+)?[/ ]v?[\\d.]+\\w* ?[(\\[][^()\\[\\]]*[)\\]]$", Options),
    ];

    static readonly Regex Devices = new("^mozilla/|android|iphone|ipad|ipod|\\bios\\b|windows|win(32|64|nt)|macintosh|mac ?os|os x|linux|x11|bsd|solaris|symbian|series ?\\d0|blackberry|java\\b|midp|j2me|amiga|morphos|beos|inferno|\\btv\\b|playstation|nintendo|xbox|tizen|webos|cros\\b|kaios|bada|en[-_]us|ja[-_]jp", Options);

    // A page or an address of the owner: browsers carry none.
    static readonly Regex Addresses = new("\\+?https?://|www\\.[a-z0-9-]+\\.[a-z]|[a-z0-9._-]+@(local|[a-z0-9-]+\\.[a-z])|\\[ip:|; visit |\\(\\+|[ (;]\\+[a-z]|burpcollaborator|(^|[;(] ?)(([a-z0-9-]+\\.)+(com|net|org|io|de|co|dev|ru|fr|jp|app|ai|it)(/[a-z]|[;)]))|bit\\.ly/|rb\\.gy/", Options);

    // A bare name, or a name and version, with nothing of a browser around it.
    static readonly Regex Bare = new("^[\\w .:%()|#&!,'+-]*(/v?[\\w.\\-#]+)?$|^\\d+$|^.{0,5}$|^mozilla/\\d\\.\\d( \\((compatible|windows|macintosh|java|hydra)?;?\\))?( [a-z.-]+(/[\\d.]+)?)?$", Options);

    static readonly Regex Shapes = new("^mozilla/5\\.0 \\(compatible; [a-z][\\w .-]*(/[\\w.]+)?\\)?$|^(swcd|duckduckgo|hwcdn|email|anonymous|azure-logic-apps)\\b|^[a-z]+\\||^mozilla/4\\.[0-9]+ \\(compatible; (win32|synapse|netcraft|ics|crawler)|\\brexx;|offbyone|^[\"'<]|\\broot@|selector|\\buser-agent:|^(user-agent|agent|client|custom|unknown|null|undefined|none|test|-)([ :/]|$)", Options);

    // The shape of a browser: who rendered it stands beside what it runs on.
    static readonly Regex Browser = new("^(mozilla|opera)/.*(applewebkit|gecko/|msie|trident|presto|khtml|chrome/|safari|opera)", Options);

    // Old browsers, phones and apps of people that are bare or trip over a hint.
    static readonly Regex Known = new("amiga|ibrowse|netpositive|charon|^(lynx|links|elinks|w3m|dillo|netsurf|konqueror|amaya|galeon|midori|uzbl|surf|icab|omniweb|opera|ucweb|nokia|samsung|blackberry|sonyericsson|mot-|lg[-/]|sie-|htc[_-]|sharp|docomo|kddi|softbank|j-phone|vodafone|up\\.browser|dolfin|googleapp|fban|\\[fban|instagram|pinterest|snapchat/|tiktok|musical_ly|line/|kakaotalk|mobilesafari|safari|msie|microsoft office|outlook|thunderbird|applemail|gsa/|playstation|nintendo|roku|appletv|smart-?tv|webos|tizen|surfboard|curl-?impersonate-browser)|ms-office|msoffice|microsoft outlook|thunderbird/|airmail|spark/", Options);

    /// <summary>Judges a User-Agent.</summary>
    /// <param name="agent">The header; absent or empty is a machine's.</param>
    public static AgentKind Of(string? agent)
    {
        if (string.IsNullOrWhiteSpace(agent)) return AgentKind.Machine;
        var text = agent.Length > Longest ? agent[..Longest] : agent.Trim();
        text = Harmless.Replace(text, "");
        if (Proxies.IsMatch(text)) return AgentKind.ProbableMachine;
        if (Trades.Any(t => t.IsMatch(text)) || Addresses.IsMatch(text)) return AgentKind.Machine;
        if (Known.IsMatch(text)) return AgentKind.Human;
        if (Shapes.IsMatch(text) || Bare.IsMatch(text) || (text.Length > 50 && !text.Contains(' '))) return AgentKind.Machine;
        if (Browser.IsMatch(text)) return AgentKind.Human;
        return Hints[0].IsMatch(text) || (Hints[1].IsMatch(text) && !Devices.IsMatch(text)) ? AgentKind.Machine : AgentKind.Human;
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
