using System.Text.Json.Nodes;
using CsEngage.Store.Definitions;

namespace CsEngage.Web.Studio.Documents;

/// <summary>What a new document says before its author has written anything: as little as is right, so that the first thing one sees is no fault.</summary>
public sealed class FirstText(DefinitionShelf shelf)
{
    /// <summary>The front matter of a guide or template.</summary>
    public async Task<string> Front(string kind, string title)
    {
        if (kind != "template") return "{}";
        var front = new JsonObject { ["subject"] = title, ["preheader"] = "", ["layout"] = "standard" };
        if (await Topic() is { } topic) front["topic"] = topic;
        else front["transactional"] = true;
        return front.ToJsonString(TextModel.Plain);
    }

    /// <summary>The fields of a document.</summary>
    public async Task<JsonObject> Document(string kind, string key, string title, string locale)
    {
        var fields = new JsonObject { ["key"] = key, ["title"] = new JsonObject { [locale] = title } };
        foreach (var (name, value) in JsonNode.Parse(Rest(kind, await Topic() ?? "feedback"))!.AsObject()) fields[name] = value?.DeepClone();
        return fields;
    }

    async Task<string?> Topic() => (await shelf.InForce("topic")) is [var topic, ..] ? topic.Key : null;

    static string Rest(string kind, string topic) => kind switch
    {
        "journey" => """
            {"participant":"account","stages":[{"key":"first","title":{"en":"First stage","ja":"最初のステージ"},"checkpoints":[
              {"key":"first-sign-in","title":{"en":"Somebody signed in","ja":"最初のサインイン"},"side":"customer","opens":{"at":"start"},"evidence":"count \"contact.signed-in\" >= 1","due":{"days":3,"from":"start"}}]}]}
            """,
        "segment" => """{"of":"account","rule":"account.lifecycle = \"onboarding\""}""",
        "play" => """
            {"why":{"en":"What has happened, and why somebody should act.","ja":"何が起き、なぜ対応が必要か。"},"due":{"days":3},
             "checklist":[{"key":"call","title":{"en":"Talk to the customer","ja":"お客様と話す"}}],
             "outcomes":[{"key":"done","title":{"en":"Done","ja":"完了"},"result":"success"},{"key":"not-reached","title":{"en":"Not reached","ja":"連絡つかず"},"result":"failure","reason":true}]}
            """,
        "survey" => $$$"""{"kind":"form","topic":"{{{topic}}}","questions":[{"key":"first","kind":"text","title":{"en":"What is on your mind?","ja":"お気づきの点をお聞かせください。"}}]}""",
        "scorecard" => """
            {"scope":"account","bands":{"yellow":40,"green":70},"groups":[{"key":"use","title":{"en":"Use","ja":"利用"},"weight":100,"measures":[
              {"key":"activity","title":{"en":"Activity in four weeks","ja":"4週間の活動"},"figure":"count \"*\" in 28 days","unit":"count","weight":1,"direction":"higher-is-better","map":{"linear":{"zero_at":0,"full_at":40}}}]}]}
            """,
        "topic" => """{"description":{"en":"What one receives under it.","ja":"このトピックでお届けする内容。"},"basis":"consent","channels":["mail"]}""",
        "page" => """{"blocks":[{"id":"first","kind":"text","body":{"en":"What is said here.","ja":"ここに本文を書きます。"}}]}""",
        "announcement" => """{"body":{"en":"What is new, and what it is good for.","ja":"何が新しくなり、どう役立つのか。"}}""",
        "blueprint" => """
            {"pages":[{"key":"home","title":{"en":"Home","ja":"ホーム"},"blocks":[{"id":"next","kind":"guide-list","source":"next","limit":1}]}],
             "navigation":[{"id":"home","title":{"en":"Home","ja":"ホーム"},"to":"page:home"},{"id":"plan","title":{"en":"Plan","ja":"プラン"},"to":"plan"},{"id":"guides","title":{"en":"Guides","ja":"ガイド"},"to":"guides"}],
             "guides":[],"journeys":[]}
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of document."),
    };
}
