<#ftl output_format="plainText">
${msg(noticeKey + "Body", noticeArguments[0], noticeArguments[1]!"", noticeArguments[2]!"")}
<#if noticeLink?has_content>

${noticeLink}
</#if>
