using System.Text.Json.Nodes;

namespace CsEngage.Bench.Liquid;

/// <summary>A template in both languages, and what it is rendered with.</summary>
sealed record LiquidSample(string Name, string Liquid, string Handlebars, JsonNode Data)
{
    internal static LiquidSample Mail { get; } = new("mail", """
        <table role="presentation" width="100%"><tr><td style="padding:24px">
        <p>Hello {{ contact.greeting_name }},</p>
        <p>{{ account.name }} has reached <strong>{{ journey.progress }} %</strong> of “{{ journey.title }}”. {% if next %}The next step is <a href="{{ next.url }}">{{ next.title }}</a>, about {{ next.minutes }} minutes: {{ next.reason }}.{% endif %}</p>
        {% if checkpoints.size > 0 %}<ul style="margin:0;padding:0 0 0 20px">{% for checkpoint in checkpoints %}
        <li style="{% if checkpoint.done %}color:#888;text-decoration:line-through{% else %}color:#111{% endif %}">{{ checkpoint.title }} <span style="color:#666">({{ checkpoint.due }})</span>{% if checkpoint.note %}<br><em>{{ checkpoint.note }}</em>{% endif %}</li>{% endfor %}
        </ul>{% endif %}
        <p>Any question goes straight to {{ csm.name }}, {{ csm.title }}: <a href="{{ csm.ask_url }}">write a line</a> or <a href="{{ csm.book_url }}">choose a time</a>.</p>
        <p style="color:#666;font-size:12px">{{ operator.legal_name }}, {{ operator.address }}. You receive this because you work with {{ portal.name }}.
        <a href="{{ preferences_url }}">Preferences</a> · <a href="{{ unsubscribe_url }}">Unsubscribe</a></p>
        </td></tr></table>
        """, """
        <table role="presentation" width="100%"><tr><td style="padding:24px">
        <p>Hello {{contact.greeting_name}},</p>
        <p>{{account.name}} has reached <strong>{{journey.progress}} %</strong> of “{{journey.title}}”. {{#if next}}The next step is <a href="{{next.url}}">{{next.title}}</a>, about {{next.minutes}} minutes: {{next.reason}}.{{/if}}</p>
        {{#if checkpoints}}<ul style="margin:0;padding:0 0 0 20px">{{#each checkpoints}}
        <li style="{{#if done}}color:#888;text-decoration:line-through{{else}}color:#111{{/if}}">{{title}} <span style="color:#666">({{due}})</span>{{#if note}}<br><em>{{note}}</em>{{/if}}</li>{{/each}}
        </ul>{{/if}}
        <p>Any question goes straight to {{csm.name}}, {{csm.title}}: <a href="{{csm.ask_url}}">write a line</a> or <a href="{{csm.book_url}}">choose a time</a>.</p>
        <p style="color:#666;font-size:12px">{{operator.legal_name}}, {{operator.address}}. You receive this because you work with {{portal.name}}.
        <a href="{{preferences_url}}">Preferences</a> · <a href="{{unsubscribe_url}}">Unsubscribe</a></p>
        </td></tr></table>
        """, JsonNode.Parse("""
        {"contact":{"name":"Sato Aoi","greeting_name":"Aoi"},"account":{"name":"Harbour & Sons","tier":"gold"},
         "journey":{"title":"Your first report","progress":60},
         "next":{"title":"Invite your team","url":"https://portal.example/p/harbour/guides/invite-your-team","minutes":4,"reason":"reports need <readers>"},
         "checkpoints":[{"title":"Account set up","due":"Mon 3 March","done":true},{"title":"Data connected","due":"Thu 6 March","done":true,"note":"Two sources & counting"},
          {"title":"Team invited","due":"Tue 11 March","done":false},{"title":"First report","due":"Fri 14 March","done":false,"note":"The one that matters"},{"title":"Review","due":"Fri 28 March","done":false}],
         "csm":{"name":"Mori Hana","title":"Customer success","ask_url":"https://portal.example/p/harbour/ask","book_url":"https://portal.example/p/harbour/book"},
         "operator":{"legal_name":"Example K.K.","address":"1-2-3 Minato, Tokyo"},"portal":{"name":"Harbour Portal"},
         "preferences_url":"https://portal.example/preferences/abcdefghijklmnop","unsubscribe_url":"https://portal.example/u/abcdefghijklmnop"}
        """)!);

    internal static LiquidSample Page { get; } = new("page", """
        <!doctype html><html lang="{{ portal.locale }}"><head><title>{{ page.title }} · {{ portal.name }}</title><link rel="stylesheet" href="{{ portal.css }}"></head><body>
        <nav><ul>{% for item in nav %}<li{% if item.current %} aria-current="page"{% endif %}><a href="{{ item.url }}">{{ item.title }}</a></li>{% endfor %}</ul></nav>
        <header><h1>{{ page.title }}</h1><p>Welcome back, {{ contact.greeting_name }} of {{ account.name }}.</p></header>
        <main>{% for stage in journey.stages %}
        <section class="stage"><h2>{{ forloop.index }}. {{ stage.title }}</h2>
        <ol>{% for checkpoint in stage.checkpoints %}
          <li class="checkpoint"><h3>{{ checkpoint.title }}</h3><p>{{ checkpoint.promise }}</p>
            <dl><dt>State</dt><dd>{{ checkpoint.state }}</dd><dt>Due</dt><dd>{{ checkpoint.due }}</dd></dl>
            {% if checkpoint.locked %}<p class="locked">{{ checkpoint.reason }}</p>{% else %}<ul>{% for guide in checkpoint.guides %}<li><a href="{{ guide.url }}">{{ guide.title }}</a> <span>{{ guide.minutes }} min</span></li>{% endfor %}</ul>{% endif %}
          </li>{% endfor %}
        </ol></section>{% endfor %}
        </main><footer>{{ operator.legal_name }} · {{ operator.address }}</footer></body></html>
        """, """
        <!doctype html><html lang="{{portal.locale}}"><head><title>{{page.title}} · {{portal.name}}</title><link rel="stylesheet" href="{{portal.css}}"></head><body>
        <nav><ul>{{#each nav}}<li{{#if current}} aria-current="page"{{/if}}><a href="{{url}}">{{title}}</a></li>{{/each}}</ul></nav>
        <header><h1>{{page.title}}</h1><p>Welcome back, {{contact.greeting_name}} of {{account.name}}.</p></header>
        <main>{{#each journey.stages}}
        <section class="stage"><h2>{{number}}. {{title}}</h2>
        <ol>{{#each checkpoints}}
          <li class="checkpoint"><h3>{{title}}</h3><p>{{promise}}</p>
            <dl><dt>State</dt><dd>{{state}}</dd><dt>Due</dt><dd>{{due}}</dd></dl>
            {{#if locked}}<p class="locked">{{reason}}</p>{{else}}<ul>{{#each guides}}<li><a href="{{url}}">{{title}}</a> <span>{{minutes}} min</span></li>{{/each}}</ul>{{/if}}
          </li>{{/each}}
        </ol></section>{{/each}}
        </main><footer>{{operator.legal_name}} · {{operator.address}}</footer></body></html>
        """, PageData());

    internal static LiquidSample Table { get; } = new("table",
        "<table>{% for row in rows %}<tr><td>{{ row.id }}</td><td>{{ row.name }}</td><td>{{ row.tier }}</td><td>{{ row.score }}</td><td>{{ row.owner.name }}</td></tr>\n{% endfor %}</table>",
        "<table>{{#each rows}}<tr><td>{{id}}</td><td>{{name}}</td><td>{{tier}}</td><td>{{score}}</td><td>{{owner.name}}</td></tr>\n{{/each}}</table>",
        new JsonObject
        {
            ["rows"] = new JsonArray([.. Enumerable.Range(1, 500).Select(i => (JsonNode)new JsonObject
            {
                ["id"] = i,
                ["name"] = $"Account {i} & Partners",
                ["tier"] = i % 3 == 0 ? "gold" : "silver",
                ["score"] = i * 7 % 101,
                ["owner"] = new JsonObject { ["name"] = $"Owner {i % 9}" },
            })]),
        });

    static JsonObject PageData() => new()
    {
        ["portal"] = new JsonObject { ["locale"] = "en", ["name"] = "Harbour Portal", ["css"] = "/assets/portal.css" },
        ["page"] = new JsonObject { ["title"] = "Your plan" },
        ["contact"] = new JsonObject { ["greeting_name"] = "Aoi" },
        ["account"] = new JsonObject { ["name"] = "Harbour & Sons" },
        ["operator"] = new JsonObject { ["legal_name"] = "Example K.K.", ["address"] = "1-2-3 Minato, Tokyo" },
        ["nav"] = new JsonArray([.. Enumerable.Range(1, 6).Select(i => (JsonNode)new JsonObject { ["title"] = $"Section {i}", ["url"] = $"/p/harbour/section-{i}", ["current"] = i == 2 })]),
        ["journey"] = new JsonObject
        {
            ["stages"] = new JsonArray([.. Enumerable.Range(1, 5).Select(s => (JsonNode)new JsonObject
            {
                ["number"] = s,
                ["title"] = $"Stage {s}: towards value",
                ["checkpoints"] = new JsonArray([.. Enumerable.Range(1, 6).Select(c => (JsonNode)new JsonObject
                {
                    ["title"] = $"Checkpoint {s}.{c}",
                    ["promise"] = "So that reports have someone to read them, & someone to act on what they say.",
                    ["state"] = c < 3 ? "reached" : "open",
                    ["due"] = $"{c + 3} March 2026",
                    ["locked"] = c > 4,
                    ["reason"] = "Opens when the team is <invited>.",
                    ["guides"] = new JsonArray([.. Enumerable.Range(1, 2).Select(g => (JsonNode)new JsonObject { ["title"] = $"Guide {g} of checkpoint {c}", ["url"] = $"/p/harbour/guides/{s}-{c}-{g}", ["minutes"] = g + 2 })]),
                })]),
            })]),
        },
    };
}
