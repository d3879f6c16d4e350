using System.Collections.Immutable;
using CsEngage.Core;
using CsEngage.Store.Plays;
using CsEngage.Store.Touches;

namespace CsEngage.Engine.Touches;

/// <summary>Stops a template by itself when people complain, addresses do not exist, or attempts fail; staff are told once.</summary>
public sealed class SendingWatch(TouchBook touches, SendingSwitches switches, NoticeBook notices)
{
    static readonly TimeSpan BouncesOver = TimeSpan.FromDays(7);

    public async Task Look(IEnumerable<string> templates, DateTimeOffset now)
    {
        foreach (var template in templates.Distinct(StringComparer.Ordinal))
        {
            if (AutoPause.Of(await touches.RecordOfTemplate(template, now - BouncesOver)) is not { } reason) continue;
            if (!await switches.Stop(new SendingStop($"template:{template}", reason.ToString(), IsByItself: true, "system", now))) continue;
            await notices.Add(new Notice($"auto-pause/{template}/{now.ToUnixTimeMilliseconds()}", null, null, "sending", "desk", Words(template, reason), "/admin/sending", now));
        }
    }

    static LocalizedText Words(string template, AutoPauseReason reason) => new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        .Add("en", $"Sending of \"{template}\" has paused itself: {reason switch { AutoPauseReason.Complaints => "people complain", AutoPauseReason.HardBounces => "too many addresses do not exist", _ => "too many attempts fail" }}.")
        .Add("ja", $"「{template}」の送信を自動的に停止しました。{reason switch { AutoPauseReason.Complaints => "苦情が寄せられています。", AutoPauseReason.HardBounces => "存在しない宛先が多すぎます。", _ => "送信の失敗が続いています。" }}"));
}
